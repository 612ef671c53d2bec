using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>A killed script leaves a compiler behind, which must not write beside the next one.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
internal sealed class KilledCompileTests(EntryPoint entryPoint)
{
    private ScriptCopy _copy = null!;

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task MakeCopy()
    {
        _copy = await ScriptCopy.CreateAsync(entryPoint);
        await _copy.RunAsync("version");
    }

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [TearDown]
    public Task GoBackToTheFirstCommit() => _copy.GoBackAsync();

    [Test]
    public async Task Killed_while_compiling_the_next_run_ends_the_orphaned_compiler_and_compiles()
    {
        Probe.Write(_copy.Workspace, "killed");
        await using var running = CommandRunner.Start(_copy.Script("version"));
        var compiler = await Compiler.OfAsync(running, _copy.Workspace, Cancellation);

        running.Signal("KILL");
        var next = await _copy.RunAsync("version");
        var killed = ScriptCopy.WithoutTimes(await running.WaitAsync(Cancellation));

        Assert.That(next, Is.EqualTo(new CommandResult(0, "killed", Probe.Compiled)));
        Assert.That(killed, Is.EqualTo(new CommandResult(137, "", Probe.Compiling)));
        Assert.That(Compiler.IsRunning(compiler), Is.False, "the compiler that was left alone has been ended");
    }
}
