using Slipway.Ecs.Rollouts;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>Whole rollouts at moto, with one of the calls having a bad moment.</summary>
[Parallelizable(ParallelScope.All)] // Each test has a cluster and a proxy of its own, and most wait for a client to give up.
public sealed class RolloutFaultTests
{
    /// <summary>Longer than moto takes for an answer on a machine that does other things, too.</summary>
    private static readonly TimeSpan ShortAttempt = TimeSpan.FromSeconds(5);

    public static IEnumerable<TestCaseData<Fault>> Faults()
    {
        foreach (var fault in (Fault[])[Fault.Throttled, Fault.ServerError, Fault.ServerErrorAfter, Fault.Unavailable, Fault.ResetBefore, Fault.ResetAfter, Fault.ClosedAfter, Fault.Slow])
            yield return new(fault) { TestName = $"{{m}}: {fault}" };
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_revision_is_registered_once(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(AttemptFor(fault));
        ecs.Proxy.On("RegisterTaskDefinition", fault);

        var result = await ecs.RollAsync();

        Assert.That(RevisionName.Of(result.TaskDefinition), Is.EqualTo($"{ecs.Name}:1"));
        Assert.That(await ecs.RevisionsAsync(), Is.EqualTo(new[] { $"{ecs.Name}:1" }));
        Assert.That(ecs.Proxy.Forwarded("RegisterTaskDefinition"), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_service_is_created_once(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(AttemptFor(fault));
        ecs.Proxy.On("CreateService", fault);

        var result = await ecs.RollAsync();

        Assert.That((result.DeploymentId, result.TaskDefinition), Is.EqualTo(await ecs.ServiceAsync()));
        Assert.That(ecs.Proxy.Forwarded("CreateService"), Is.EqualTo(1));
        Assert.That(ecs.Proxy.RequestsTo("CreateService").Select(request => (string?)request["clientToken"]).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_forced_deployment_is_begun_once(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(AttemptFor(fault));
        await ecs.RunningAsync();
        ecs.Proxy.On("UpdateService", fault);

        var result = await ecs.RollAsync(force: true);

        Assert.That((result.DeploymentId, result.TaskDefinition), Is.EqualTo(await ecs.ServiceAsync()));
        Assert.That(RevisionName.Of(result.TaskDefinition), Is.EqualTo($"{ecs.Name}:2"));
        Assert.That(ecs.Proxy.Forwarded("UpdateService"), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task The_release_is_recorded(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(AttemptFor(fault));
        ecs.Proxy.On("TagResource", fault);

        var result = await ecs.RollAsync();

        Assert.That((await ecs.TagsAsync(result.TaskDefinition)).Keys, Is.EquivalentTo(new[] { "slipway:build", "slipway:registration", "slipway:released" }));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task The_wait_goes_on_after_a_bad_moment_that_outlasts_the_tries_of_a_call(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(AttemptFor(fault));
        await ecs.RunningAsync();
        ecs.Proxy.On("DescribeServices", [Fault.None, Fault.StillRolling, .. Enumerable.Repeat(fault, 6)]);

        var result = await ecs.RollAsync();

        Assert.That((result.Changed, RevisionName.Of(result.TaskDefinition)), Is.EqualTo((true, $"{ecs.Name}:2")));
        Assert.That(ecs.Lines.Count(line => line.StartsWith("Asking again: ECS DescribeServices failed: ", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    /// <summary>Short where the client has to give up an attempt; else so long that only what hangs takes longer.</summary>
    internal static TimeSpan? AttemptFor(Fault fault) => fault.IsSilent ? ShortAttempt : null;
}
