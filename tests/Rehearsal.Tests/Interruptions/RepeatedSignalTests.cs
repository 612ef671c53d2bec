using Slipway.Testing;
using static Slipway.Rehearsal.Tests.Interruptions.InterruptedCopy;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>As people do it: Ctrl-C in a terminal reaches docker and Compose, too, and whoever is impatient presses it again, or kills.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class RepeatedSignalTests
{
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(300);

    [SetUp]
    public void NeverBecomeHealthy() => Copy.Replace("docker-compose.yml", "[CMD, redis-cli, ping]", "[CMD, \"false\"]");

    [TearDown]
    public Task Restore() => RestoreAsync();

    [Test]
    public Task Ctrl_C_in_a_terminal() =>
        InterruptAsync("ComposeUp, Ctrl-C", "ComposeUp", Moment.Container("redis"), running => running.SignalGroup("INT"), exitCode: 130);

    [Test]
    public Task Ctrl_C_again_and_again_in_a_terminal() => InterruptAsync(
        "ComposeUp, Ctrl-C again and again", "ComposeUp", Moment.Container("redis"), running => AgainAsync(running, () => running.SignalGroup("INT")), exitCode: 130);

    [Test]
    public Task Sigterm_and_then_sigint_again_and_again() => InterruptAsync(
        "ComposeUp, SIGTERM, then SIGINT",
        "ComposeUp",
        Moment.Container("redis"),
        async running =>
        {
            running.Signal("TERM");

            // Of two signals that are pending together the system delivers the one with the lower number first.
            await Task.Delay(Impatience);
            await AgainAsync(running, () => running.Signal("INT"));
        },
        exitCode: 143);

    [Test]
    public async Task Killed_it_leaves_everything_and_the_next_run_removes_it()
    {
        await KillAsync("ComposeUp", Moment.Container("redis"));
        var left = await Copy.LeftOfRunsAsync();

        var next = await RunAsync("--target=DownloadSecrets", "--env=local");

        Assert.That(left.Select(thing => thing.Split(' ')[0]).Distinct(), Is.EquivalentTo(new[] { "container", "network", "volume", "image", "file", "record" }));
        Assert.That(next.Output, Does.Contain("left behind when it was killed."));
        Assert.That((next.ExitCode, await Copy.LeftOfRunsAsync()), Is.EqualTo((0, Array.Empty<string>())));
    }

    private static async Task AgainAsync(RunningCommand running, Action signal)
    {
        while (!running.HasExited)
        {
            signal();
            await Task.Delay(Impatience);
        }
    }
}
