using Slipway.Aws;
using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts;

/// <summary>Checks a service for someone who watches its rollout.</summary>
/// <param name="elb">Elastic Load Balancing.</param>
internal sealed class RolloutMonitor(AwsQueryClient elb, IRolloutView view)
{
    public async Task ShowAsync(DeploymentProgress now, string revision, CancellationToken cancellation)
    {
        var deployments = DeploymentReading.Of(now.Service.Node);
        var targets = await TargetsAsync(now.Service, cancellation);
        view.Show(new(revision, now.Line, deployments, targets, now.Traffic, Stage(now, revision, deployments, targets)));
    }

    public void Close() => view.Close();

    /// <summary>A table without them is better than none.</summary>
    private async Task<IReadOnlyList<TargetStatus>> TargetsAsync(ServiceDescription service, CancellationToken cancellation)
    {
        try
        {
            return await new TargetHealthReading(elb).ReadAsync(service.Node, cancellation);
        }
        catch (AwsException)
        {
            return [];
        }
    }

    private static string Stage(DeploymentProgress now, string revision, IReadOnlyList<DeploymentStatus> deployments, IReadOnlyList<TargetStatus> targets)
    {
        var wanted = deployments.FirstOrDefault(one => now.Phase == DeploymentPhase.InProgress ? one.TaskDefinition == revision : one.TaskDefinition != revision);
        return now.Phase switch
        {
            DeploymentPhase.Succeeded => "done",
            DeploymentPhase.RolledBack => "rolled back",
            DeploymentPhase.Failed => "failed",
            _ when now.Pause is { } pause => $"paused at {pause.Stage}, waiting for an answer",
            _ when wanted is null => "waiting for the first task",
            _ when wanted.Running < wanted.Desired => $"waiting for {wanted.Desired - wanted.Running} of {wanted.Desired} tasks to start",
            _ when targets.Count(target => target.State is "initial" or "unhealthy") is > 0 and var count => $"waiting for {count} of {targets.Count} targets to become healthy",
            _ when deployments.Where(one => one != wanted).Sum(one => one.Running) is > 0 and var old => $"waiting for the old tasks to end ({old})",
            _ => "waiting for its completion",
        };
    }
}
