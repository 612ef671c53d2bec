using System.Text.Json.Nodes;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>Commands that run once, at moto, whatever becomes of the answers.</summary>
[Parallelizable(ParallelScope.All)] // Each test has a cluster and a proxy of its own, and most wait for a client to give up.
public sealed class TaskFaultTests
{
    [TestCaseSource(typeof(RolloutFaultTests), nameof(RolloutFaultTests.Faults))]
    public async Task A_task_is_started_once(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(RolloutFaultTests.AttemptFor(fault));
        ecs.Proxy.On("RunTask", fault);

        var result = await RunAsync(ecs);

        Assert.That(result.Task, Is.EqualTo((await ecs.TasksAsync()).Single()));
        Assert.That(ecs.Proxy.Forwarded("RunTask"), Is.EqualTo(1));
        Assert.That(ecs.Proxy.RequestsTo("RunTask").Select(request => (string?)request["clientToken"]).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCaseSource(typeof(RolloutFaultTests), nameof(RolloutFaultTests.Faults))]
    public async Task A_task_is_followed_through_a_bad_moment_that_outlasts_the_tries_of_a_call(Fault fault)
    {
        await using var ecs = await FaultyEcs.CreateAsync(RolloutFaultTests.AttemptFor(fault));
        ecs.Proxy.On("DescribeTasks", Enumerable.Repeat(fault, 6));

        var result = await RunAsync(ecs);

        Assert.That((result.Succeeded, ecs.Lines.Count(line => line.StartsWith("Asking again: ECS DescribeTasks failed: ", StringComparison.Ordinal))), Is.EqualTo((true, 1)));
    }

    private static async Task<OneOffResult> RunAsync(FaultyEcs ecs)
    {
        var revision = await ecs.RegisterAsync();
        var request = new OneOffRequest(ecs.Name, revision, "app", ["migrate"]) { Placement = new JsonObject { ["launchType"] = "FARGATE" } };
        var task = new OneOffTask(ecs.Aws.Ecs, ecs.Aws.LogsIn, ecs.Time, ecs.Progress, new NoLines());
        return await ecs.Time.RunAsync(task.RunAsync(request, CancellationToken.None), TimeSpan.FromSeconds(6));
    }

    private sealed class NoLines : IProgress<LogLine>
    {
        public void Report(LogLine value)
        {
            // The container has no log at moto.
        }
    }
}
