using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Rollouts.Batches;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Reads the tasks of a service that have stopped; ECS knows them for an hour.</summary>
/// <param name="looks">For services that are followed at the same time; null for one alone.</param>
internal sealed class StoppedTasks(EcsClient ecs, Looks? looks = null)
{
    private readonly HashSet<string> _earlier = [];

    /// <summary>Leaves out from now on what has stopped by now: a revision that was deployed before has a past.</summary>
    public async Task ForgetAsync(string cluster, string service, string revision, CancellationToken cancellation)
    {
        try
        {
            foreach (var task in await ReadAsync(cluster, service, revision, cancellation)) _earlier.Add(task.Id);
        }
        catch (AwsException refused) when (refused.Kind == AwsFailure.AccessDenied)
        {
            // Whoever may not list tasks will not see those of this deployment either.
        }
    }

    /// <returns>Those of the revision, the one that stopped last first.</returns>
    public async Task<IReadOnlyList<StoppedTask>> ReadAsync(string cluster, string service, string revision, CancellationToken cancellation)
    {
        var arns = await ecs.ListTasksAsync(cluster, new() { ServiceName = service, DesiredStatus = "STOPPED" }, cancellation);
        if (arns.Count == 0) return [];
        return Of((await ecs.DescribeTasksAsync(cluster, arns, cancellation)).Found, revision);
    }

    /// <summary>The same, in one call with others that are followed, and as of the service's last look.</summary>
    public async Task<IReadOnlyList<StoppedTask>> FollowAsync(string cluster, string service, string revision, CancellationToken cancellation) =>
        looks is null ? await ReadAsync(cluster, service, revision, cancellation) : Of(await looks.StoppedAsync(cluster, service, cancellation), revision);

    private IReadOnlyList<StoppedTask> Of(IEnumerable<JsonObject> tasks, string revision) =>
    [
        .. tasks.Where(task => task.Text("taskDefinitionArn") == revision)
            .OrderByDescending(task => task.Text("stoppedAt"), StringComparer.Ordinal)
            .Select(StoppedTask.Read)
            .Where(task => !_earlier.Contains(task.Id)),
    ];
}
