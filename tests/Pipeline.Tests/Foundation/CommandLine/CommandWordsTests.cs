using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Foundation.CommandLine;

/// <summary>Commands are taken apart as the shell of this machine takes them apart.</summary>
public sealed class CommandWordsTests
{
    [TestCase("php artisan queue:retry all")]
    [TestCase("  php\t artisan  ")]
    [TestCase("echo 'a  b' \"c d\"e'f g'")]
    [TestCase("echo '' \"\" x")]
    [TestCase(@"echo a\ b \' \\ \a")]
    [TestCase(@"echo ""a \"" \\ \$HOME \x""")]
    [TestCase(@"echo '$HOME | `x` \' a")]
    [TestCase("echo \"it's\" 'say \"yes\"'")]
    [TestCase("a=b --c=d {x} ü 北")]
    [TestCase("echo one\\\ntwo \"three\\\nfour\" \"\\\\\nfive\"")]
    public async Task The_words_are_those_of_a_shell(string command)
    {
        var shell = await CommandRunner.RunAsync(new Command("sh", ["-f", "-c", $"printf '%s\\0' {command}"]), CancellationToken.None);

        var words = Split(command);

        Assert.That(string.Concat(words.Select(word => word + "\0")), Is.EqualTo(shell.Output));
    }

    [TestCase("php artisan 'queue", "unclosed '")]
    [TestCase("echo \"a", "unclosed \"")]
    [TestCase("echo a\\", @"it ends with a '\' that nothing follows")]
    [TestCase("php artisan list | grep queue", "no shell runs it, and '|' means something to a shell only; put it in single quotes, or ask for a shell: sh -c '…'")]
    [TestCase("echo $HOME", "no shell runs it, and '$' means something to a shell only; put it in single quotes, or ask for a shell: sh -c '…'")]
    [TestCase("echo \"`date`\"", "no shell runs it, and '`' means something to a shell only; put it in single quotes, or ask for a shell: sh -c '…'")]
    [TestCase("a && b", "no shell runs it, and '&' means something to a shell only; put it in single quotes, or ask for a shell: sh -c '…'")]
    public void What_a_shell_would_have_to_do_is_a_mistake(string command, string problem)
    {
        var failure = Assert.Throws<CommandLineException>(() => Split(command));

        Assert.That(failure!.Message, Is.EqualTo($"--command: {problem}"));
    }

    private static IReadOnlyList<string> Split(string command) =>
        Arguments.Parse(["--target=Run", $"--command={command}"], [new("Run", "Run a command", NeedsEnvironment: false)]).Get(Options.Command);
}
