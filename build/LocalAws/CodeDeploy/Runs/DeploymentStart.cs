
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>Finds what a deployment works with: the revision, the original task set, and the target group for its replacement.</summary>
internal sealed class DeploymentStart(IServiceTaskSets services, ITraffic traffic, RevisionReader revisions, TimeProvider time)
{
    /// <param name="patience">How long the installation may take.</param>
    public async Task<Deployment> BeginAsync(Deployment deployment, TimeSpan patience, CancellationToken cancellationToken)
    {
        var plan = deployment.Plan;
        var content = await ContentAsync(deployment, cancellationToken);
        var service = await services.FindAsync(plan.Cluster, plan.Service, cancellationToken);
        if (service is not { IsActive: true })
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"The ECS service {plan.Service} in cluster {plan.Cluster} cannot be found.");
        var primary = service.TaskSets.FirstOrDefault(taskSet => taskSet.Status == "PRIMARY");
        if (primary?.TargetGroupArn is not { } original)
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"The ECS service {plan.Service} has no PRIMARY task set behind a target group.");
        var groups = await TargetGroupsAsync(plan, cancellationToken);
        if (!groups.Contains(original))
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"The target group of the PRIMARY task set, {original}, is none of the deployment group's: {string.Join(", ", plan.TargetGroupNames)}.");
        if (traffic.WeightsOf(plan.ProductionListener)?.GetValueOrDefault(original) is null or 0)
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"Primary taskset target group must be behind listener {plan.ProductionListener}");

        // What an earlier deployment left that was stopped without a rollback would share the target group with the replacement.
        foreach (var left in service.TaskSets.Where(taskSet => taskSet.Status == "ACTIVE"))
            await services.DeleteAsync(plan.Cluster, plan.Service, left.Id, cancellationToken);
        var (blue, green) = (new TaskSetShare(primary.Id, original, 100), new TaskSetShare("", groups.First(group => group != original), 0));
        await traffic.ShiftAsync(plan.ProductionListener, TrafficShift.Weights(blue, green, 0), cancellationToken);
        var now = time.GetUtcNow();
        return deployment with
        {
            Content = content,
            Blue = blue,
            Green = green,
            Status = DeploymentStatus.InProgress,
            Phase = DeploymentPhase.Install,
            StartedAt = now,
            UpdatedAt = now,
            DueAt = now + patience,
            Events = deployment.Events.Succeed(Lifecycle.BeforeInstall, now).Begin(Lifecycle.Install, now),
        };
    }

    private async Task<string> ContentAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.Content is { } given)
            return given;
        try
        {
            var content = await revisions.ReadAsync(deployment.Revision, cancellationToken);
            AppspecReader.Read(content);
            return content;
        }
        catch (AwsErrorException error) when (error.Code is "NoSuchBucket" or "NoSuchKey")
        {
            throw new DeploymentFailedException("REVISION_MISSING", $"The revision cannot be found in S3: {error.Message}");
        }
        catch (AwsErrorException error) when (error.Status < 500 || error.Code == "NotImplemented")
        {
            throw new DeploymentFailedException("INVALID_REVISION", error.Message);
        }
    }

    private async Task<List<string>> TargetGroupsAsync(DeploymentPlan plan, CancellationToken cancellationToken)
    {
        var arns = new List<string>();
        foreach (var name in plan.TargetGroupNames)
        {
            arns.Add(await traffic.TargetGroupAsync(name, cancellationToken)
                ?? throw new DeploymentFailedException("ELASTIC_LOAD_BALANCING_INVALID", $"The target group {name} cannot be found."));
        }

        return arns;
    }
}
