using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What is true of every shell script of the repository.</summary>
[TestFixture]
internal sealed class ShellScriptTests
{
    private static readonly string[] Scripts = ["build.sh", ".ci/run", "bench/run.sh", "bench/serial-line.sh"];

    [TestCaseSource(nameof(Scripts))]
    public async Task Shellcheck_has_nothing_to_say(string script)
    {
        var tool = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Join(folder, "shellcheck")).FirstOrDefault(File.Exists);
        if (tool is null)
            Assert.Ignore("shellcheck is not installed on this machine: apt-get install shellcheck");

        var result = await CommandRunner.RunAsync(new(tool, script) { WorkingDirectory = Workspace.Repository }, TestContext.CurrentContext.CancellationToken);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "", "")));
    }

    [TestCaseSource(nameof(Scripts))]
    public void It_can_be_executed_and_has_the_line_ends_of_unix(string script)
    {
        var path = Path.Join(Workspace.Repository, script);
        var text = File.ReadAllText(path);

        Assert.That(text, Does.StartWith("#!/usr/bin/env bash\n").And.Not.Contain("\r"));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(path) & UnixFileMode.UserExecute, Is.EqualTo(UnixFileMode.UserExecute));
    }

    [TestCase("mapfile")]
    [TestCase("readarray")]
    [TestCase("declare -A")]
    [TestCase("local -n")]
    [TestCase("EPOCHREALTIME")]
    [TestCase(",,}")]
    [TestCase("^^}")]
    [TestCase("|&")]
    [TestCase("&>>")]
    [TestCase("coproc")]
    public void The_build_script_uses_nothing_that_bash_3_2_does_not_know(string word)
    {
        var text = File.ReadAllText(Path.Join(Workspace.Repository, "build.sh"));

        Assert.That(text, Does.Not.Contain(word));
    }
}
