using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>The same with targets of type ip: 100,000 requests at least in a soak run, and a tenth of them otherwise.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class NoRequestIsLostOnFargateTests
{
    /// <summary>About as many requests as there have to be in the time that the change takes anyway.</summary>
    private const int LongestPause = 60;

    private static readonly int Least = Soak.Count(100_000);

    [Test]
    public Task While_a_service_is_rolled_to_another_revision() => ChangeAsync(rig => LoadedChanges.RollAsync(rig, 1, Least, LongestPause));

    [Test]
    public Task While_requests_are_shifted_from_blue_to_green() => ChangeAsync(rig => LoadedChanges.ShiftAsync(rig, 1, Least, LongestPause));

    [Test]
    public Task While_a_deployment_is_paused_before_and_after_the_shift() => ChangeAsync(rig => LoadedChanges.PauseAsync(rig, 1, Least, LongestPause));

    [Test]
    public Task While_a_deployment_that_has_the_requests_is_rolled_back() => ChangeAsync(rig => LoadedChanges.ShiftBackAsync(rig, 1, Least, LongestPause));

    private static async Task ChangeAsync(Func<TrafficRig, Task<Load>> change)
    {
        await using var rig = await TrafficRig.StartAsync(isFargate: true);
        LoadedChanges.AssertNoneIsLost(await change(rig), Least);
    }
}
