using System.Diagnostics;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>However a compile ends, nothing half-made is used and the next run works.</summary>
[TestFixture]
internal sealed class InterruptionTests
{
    private static Workspace Workspace => FreshCopy.Workspace;

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public Task MakeCopy() => FreshCopy.MakeAsync();

    [TearDown]
    public Task GoBackToTheFirstCommit() => Workspace.GitAsync(["checkout", "--quiet", "--force", "main"], CancellationToken.None);

    [Test]
    public async Task Killed_while_compiling_the_next_run_ends_the_orphaned_compiler_and_compiles()
    {
        Probe.Write(Workspace, "killed");
        await using var running = CommandRunner.Start(FreshCopy.BuildScript("version"));
        var compiler = await CompilerAsync(running);

        running.Signal("KILL");
        var next = await FreshCopy.RunAsync("version");
        var killed = await running.WaitAsync(Cancellation);

        Assert.That(next, Is.EqualTo(new CommandResult(0, "killed", Probe.Compiling)));
        Assert.That(killed, Is.EqualTo(new CommandResult(137, "", Probe.Compiling)));
        Assert.That(IsRunning(compiler), Is.False, "the compiler that was left alone has been ended");
    }

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    public async Task Cancelled_while_compiling_it_ends_the_compiler_and_leaves_nothing(string signal, int code)
    {
        Probe.Write(Workspace, $"cancelled by {signal}");
        await using var running = CommandRunner.Start(FreshCopy.BuildScript("version"));
        var compiler = await CompilerAsync(running);
        var outputs = Outputs();

        running.Signal(signal);
        var result = await running.WaitAsync(Cancellation);

        Assert.That(result, Is.EqualTo(new CommandResult(code, "", $"{Probe.Compiling}Cancelled while compiling.\n")));
        Assert.That(IsRunning(compiler), Is.False, "the compiler has been ended");
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

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "taken over", Probe.Compiling)));
    }

    [Test]
    public async Task A_lock_whose_owners_number_belongs_to_another_process_now_is_taken_over()
    {
        Probe.Write(Workspace, "number used again");
        File.CreateSymbolicLink(Workspace.PathOf(".slipway/compile.lock"), $"{Environment.ProcessId}@1");

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "number used again", Probe.Compiling)));
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

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "one more", Probe.Compiling)));
        Assert.That(Outputs(), Has.Length.EqualTo(5 + 1 + 1), "five kept, one in use, and the note which is current");
        Assert.That(Outputs(), Does.Contain(old[7]).And.Not.Contain(old[6]));
    }

    private static async Task<int> CompilerAsync(RunningCommand running)
    {
        await running.WaitForErrorAsync(Probe.Compiling, Cancellation);
        string? owner;
        while ((owner = new FileInfo(Workspace.PathOf(".slipway/compiler")).LinkTarget) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);

        return int.Parse(owner.Split('@')[0]);
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] Outputs() =>
        [.. Directory.GetFileSystemEntries(Workspace.PathOf(".slipway/bin")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
