using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What the Tab key offers, asked of the shells themselves.</summary>
[TestFixture]
public sealed class CompletionTests
{
    private DirectoryInfo _folder = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        await Preparation.EnsureAsync();
        _folder = Directory.CreateTempSubdirectory("slipway-completion-");
        // A name that a shell would run.
        await File.WriteAllTextAsync(PathOf("z$(touch ran).yml"), "");
        await File.WriteAllTextAsync(PathOf("slipway.yml"), "application: shop\nenvironments:\n  local: {}\n  staging:\n    deploy: {}\n  # comment:\n  production: {}\nother:\n  none: {}\n");
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("powershell")]
    public async Task Targets_options_values_and_environments_are_offered(string shell)
    {
        if (shell is "zsh" or "fish" && PowerShell.OnPath(shell) is null) Assert.Ignore($"{shell} is not installed on this machine: apt-get install {shell}");

        Assert.That(await CompleteAsync(shell, "--target=De"), Is.EqualTo(new[] { "Deploy" }));
        Assert.That(await CompleteAsync(shell, "--launch-type=f"), Is.EqualTo(new[] { "fargate" }));
        Assert.That(await CompleteAsync(shell, "--env="), Is.EquivalentTo(new[] { "local", "staging", "production" }));
        Assert.That(await CompleteAsync(shell, "--no-r"), Is.EqualTo(new[] { "--no-rollback" }));
        Assert.That(await CompleteAsync(shell, "--envi"), Is.Empty);
        if (shell is "bash" or "zsh") Assert.That(await CompleteAsync(shell, "--config=z"), Is.EqualTo(new[] { "z$(touch ran).yml" }));
        Assert.That(File.Exists(PathOf("ran")), Is.False);
    }

    [Test]
    public async Task A_shell_that_is_not_known_is_refused()
    {
        var result = await CommandRunner.RunAsync(new(Path.Join(Workspace.Repository, "build.sh"), "--completion=csh"), CancellationToken.None);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("'csh' is not a shell that can be completed in"));
    }

    /// <returns>What is offered, without the option that it is the value of.</returns>
    private async Task<IReadOnlyList<string>> CompleteAsync(string shell, string word)
    {
        var script = await CommandRunner.RunAsync(new(Path.Join(Workspace.Repository, "build.sh"), $"--completion={shell}"), CancellationToken.None);
        Assert.That(script.ExitCode, Is.Zero, script.Error);
        // PowerShell runs files with this ending only.
        await File.WriteAllTextAsync(PathOf("completion.ps1"), script.Output);
        await File.WriteAllTextAsync(PathOf("ask.ps1"), Question(shell, word));
        var ask = shell == "powershell" ? await PowerShell.RequireAsync() : new(shell);

        var result = await CommandRunner.RunAsync(ask with { Arguments = [.. ask.Arguments, PathOf("ask.ps1")], WorkingDirectory = _folder.FullName }, CancellationToken.None);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")), result.Output);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0].Trim()).Select(line => word.Contains('=', StringComparison.Ordinal) ? line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..] : line)];
    }

    private static string Question(string shell, string word) => shell switch
    {
        // bash breaks the line at each '='.
        "bash" => $"source ./completion.ps1\nCOMP_WORDS=(./build.sh {word.Replace("=", " = ", StringComparison.Ordinal)})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_slipway 2>/dev/null\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        "zsh" => $"source ./completion.ps1\nemulate -L sh; setopt ksharrays\nCOMP_WORDS=(./build.sh {word})\nCOMP_CWORD=1\n_slipway\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        "fish" => $"source ./completion.ps1\ncomplete -C './build.sh {word}'\ntrue\n",
        _ => $". ./completion.ps1\n(TabExpansion2 './build.ps1 {word}' {$"./build.ps1 {word}".Length}).CompletionMatches.CompletionText\n",
    };

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
