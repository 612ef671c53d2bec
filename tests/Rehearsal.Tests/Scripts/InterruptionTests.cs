using System.Diagnostics;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>However a compile of build.sh ends, nothing half-made is used and the next run works.</summary>
[TestFixture]
internal sealed class InterruptionTests
{
    private ScriptCopy _copy = null!;

    private Workspace Workspace => _copy.Workspace;

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task MakeCopy() => _copy = await FirstCompile.CopyAsync(EntryPoint.Bash);

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [TearDown]
    public Task GoBackToTheFirstCommit() => _copy.GoBackAsync();

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    public async Task Cancelled_while_compiling_it_ends_the_compiler_and_leaves_nothing(string signal, int code)
    {
        Probe.Write(Workspace, $"cancelled by {signal}");
        await using var running = CommandRunner.Start(_copy.Script("version"));
        var compiler = await Compiler.OfAsync(running, Workspace, Cancellation);
        var outputs = Outputs();

        running.Signal(signal);
        var result = ScriptCopy.WithoutTimes(await running.WaitAsync(Cancellation));

        Assert.That(result, Is.EqualTo(new CommandResult(code, "", $"{Probe.Compiling}Cancelled while compiling.\n")));
        Assert.That(Compiler.IsRunning(compiler), Is.False, "the compiler has been ended");
        Assert.That(Outputs(), Is.EqualTo(outputs.Where(name => !name.StartsWith('.'))));
        Assert.That(Directory.GetFileSystemEntries(Workspace.PathOf(".slipway")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "bin", "obj" }));
    }

    [Test]
    public async Task A_lock_whose_owner_is_gone_is_taken_over()
    {
        Probe.Write(Workspace, "taken over");
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(Cancellation);
        File.CreateSymbolicLink(Workspace.PathOf(".slipway/compile.lock"), $"{gone.Id}@1");

        var result = await _copy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "taken over", Probe.Compiled)));
    }

    [Test]
    public async Task A_lock_whose_owners_number_belongs_to_another_process_now_is_taken_over()
    {
        Probe.Write(Workspace, "number used again");
        File.CreateSymbolicLink(Workspace.PathOf(".slipway/compile.lock"), $"{Environment.ProcessId}@1");

        var result = await _copy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "number used again", Probe.Compiled)));
    }

    [Test]
    public async Task Outputs_not_used_for_long_are_removed_unless_a_program_runs_from_them()
    {
        string[] old = [.. Enumerable.Range(0, 8).Select(number => $"{number:x16}")];
        foreach (var (name, index) in old.Select((name, index) => (name, index)))
        {
            Directory.CreateDirectory(Workspace.PathOf($".slipway/bin/{name}/local-aws"));
            Directory.SetLastWriteTimeUtc(Workspace.PathOf($".slipway/bin/{name}"), DateTime.UtcNow.AddDays(-1 - index));
        }

        var server = Workspace.PathOf($".slipway/bin/{old[7]}/local-aws/server");
        File.Copy("/bin/sleep", server);
        await using var running = CommandRunner.Start(new(server, "600"));
        Probe.Write(Workspace, "one more");

        var result = await _copy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "one more", Probe.Compiled)));
        Assert.That(Outputs(), Has.Length.EqualTo(5 + 1 + 1), "five kept, one in use, and the note which is current");
        Assert.That(Outputs(), Does.Contain(old[7]).And.Not.Contain(old[6]));
    }

    [TestCase("TERM", "SIGTERM", 143)]
    [TestCase("INT", "SIGINT", 130)]
    public async Task A_signal_to_the_script_reaches_the_program_which_decides_the_exit_code(string signal, string seen, int code)
    {
        await using var running = CommandRunner.Start(_copy.Script("signal", $"{code}"));
        await running.WaitForOutputAsync("waiting", Cancellation);

        running.Signal(signal);
        var result = await running.WaitAsync(Cancellation);

        Assert.That(result, Is.EqualTo(new CommandResult(code, $"waiting\n{seen}", "")));
    }

    private string[] Outputs() =>
        [.. Directory.GetFileSystemEntries(Workspace.PathOf(".slipway/bin")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
