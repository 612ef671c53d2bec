using Cake.Core.IO;
using Slipway.Docker.Processes;

namespace Slipway.Docker.Tests.Processes;

public sealed class ListArgumentTests
{
    [TestCase("plain", "plain")]
    [TestCase("", "\"\"")]
    [TestCase("two words", "\"two words\"")]
    [TestCase("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [TestCase(@"C:\dir with blank\", "\"C:\\dir with blank\\\\\"")]
    public void A_command_line_quotes_what_needs_it(string value, string rendered) =>
        Assert.That(new ListArgument(value).Render(), Is.EqualTo(rendered));

    [Test]
    public async Task A_process_sees_each_argument_as_it_is()
    {
        string[] arguments = ["two words", "$HOME", "a\"b", "", "'", "*", "ü\n2", @"back\slash"];

        var seen = await SeenAsync(ListArgument.Builder(arguments));

        Assert.That(seen, Is.EqualTo(arguments));
    }

    [Test]
    public async Task Mixed_with_cakes_own_arguments_they_are_quoted_to_the_same_effect()
    {
        string[] arguments = ["two words", "$HOME", "a\"b", "", "'", @"C:\x y\"];
        var builder = ListArgument.Builder(arguments);
        builder.Append(new Cake.Core.IO.Arguments.TextArgument("last"));

        var seen = await SeenAsync(builder);

        Assert.That(seen, Is.EqualTo(arguments.Append("last")));
    }

    private static async Task<string[]> SeenAsync(ProcessArgumentBuilder arguments)
    {
        arguments.Prepend(new ListArgument("/dev/stdin"));
        var settings = new ProcessSettings
        {
            Arguments = arguments,
            RedirectStandardOutput = true,
            StandardInput = "for a in \"$@\"; do printf '%s\\0' \"$a\" | od -An -tx1 -v | tr -d ' \\n'; echo; done",
        };
        using var process = new ProcessTreeRunner().Start("sh", settings);
        await process.WaitForExitAsync(CancellationToken.None);
        return [.. process.GetStandardOutput().Select(line => System.Text.Encoding.UTF8.GetString(Convert.FromHexString(line)).TrimEnd('\0'))];
    }
}
