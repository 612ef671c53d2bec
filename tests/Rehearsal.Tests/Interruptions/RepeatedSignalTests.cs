using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>As people do it: Ctrl-C in a terminal reaches docker and Compose, too, and whoever is impatient presses it again, or kills.</summary>
[TestFixture]
internal sealed class RepeatedSignalTests : InterruptedRuns
{
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    [SetUp]
    public void NeverBecomeHealthy() => Copy.Replace("docker-compose.yml", "[CMD, redis-cli, ping]", "[CMD, \"false\"]");

    [Test]
    public Task Ctrl_C_in_a_terminal() =>
        InterruptAsync("ComposeUp, Ctrl-C", "ComposeUp", Moment.Container(Copy, "redis"), running => running.SignalGroup("INT"), exitCode: 130);

    [TestCase("INT", "SIGINT", 130)]
    [TestCase("TERM", "SIGTERM", 143)]
    public async Task Whoever_sends_it_again_leaves_at_once_and_is_told_what_goes_on(string first, string name, int exitCode)
    {
        var (result, time) = await LeaveAsync(
            "ComposeUp",
            Moment.Container(Copy, "redis"),
            async running =>
            {
                running.Signal(first);
                await running.WaitForOutputAsync(name, CancellationToken.None);
                await AgainAsync(running, () => running.SignalGroup("INT"));
            });
        var left = await Copy.LeftOfRunsAsync();
        var next = await RunAsync("--target=DownloadSecrets", "--env=local");

        Assert.That(result.ExitCode, Is.EqualTo(exitCode));
        Assert.That(result.Output, Does.Contain($"slipway-{Copy.Application}-").And.Contain("--target=Down"));
        Assert.That(result.Error, Does.Contain(name));
        Assert.That(time, Is.LessThan(AtOnce));
        Assert.That(left, Has.None.StartsWith("file").And.Some.StartsWith("record"));
        Assert.That((next.ExitCode, await Copy.LeftOfRunsAsync()), Is.EqualTo((0, Array.Empty<string>())));
    }

    [Test]
    public async Task Killed_it_leaves_everything_and_the_next_run_removes_it()
    {
        await KillAsync("ComposeUp", Moment.Container(Copy, "redis"));
        var left = await Copy.LeftOfRunsAsync();

        var next = await RunAsync("--target=DownloadSecrets", "--env=local");

        Assert.That(left.Select(thing => thing.Split(' ')[0]).Distinct(), Is.EquivalentTo(new[] { "container", "network", "volume", "image", "file", "record" }));
        Assert.That(next.Output, Does.Match("\\b[0-9a-f]{8}\\b"), "it names the run");
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
