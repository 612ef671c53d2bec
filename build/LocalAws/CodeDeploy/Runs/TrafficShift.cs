
using Slipway.LocalAws.CodeDeploy.Resources;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>Moves the production traffic between the two task sets of a deployment, forth by shares, and back at once.</summary>
internal sealed class TrafficShift(IServiceTaskSets services, ITraffic traffic, CodeDeploySettings settings, TimeProvider time)
{
    private const int All = 100;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Makes the next shift when it is due. After the last the replacement is the service's primary task set.</summary>
    public async Task<Deployment> NextAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.DueAt > Now)
            return deployment;
        var plan = deployment.Plan;
        var (blue, green) = (deployment.Blue!, deployment.Green!);
        var percent = plan.Routing.After(green.TrafficWeight);
        await traffic.ShiftAsync(plan.ProductionListener, Weights(blue, green, percent), cancellationToken);
        var shifted = deployment with { Blue = blue with { TrafficWeight = All - percent }, Green = green with { TrafficWeight = percent }, UpdatedAt = Now };
        if (percent < All)
            return shifted with { DueAt = Now + settings.Minutes(plan.Routing.IntervalMinutes) };
        await services.MakePrimaryAsync(plan.Cluster, plan.Service, green.Id, cancellationToken);
        return shifted with
        {
            Phase = DeploymentPhase.TerminationWait,
            DueAt = Now + settings.Minutes(plan.TerminationWaitMinutes),
            Events = shifted.Events.Succeed(Lifecycle.AllowTraffic, Now).Succeed(Lifecycle.AfterAllowTraffic, Now),
        };
    }

    /// <summary>Of a rollback: leads both listeners to the original task set, makes it primary, and deletes the replacement.</summary>
    public async Task<Deployment> RestoreAsync(Deployment rollback, CancellationToken cancellationToken)
    {
        var plan = rollback.Plan;
        var (blue, green) = (rollback.Blue!, rollback.Green!);
        var service = await services.FindAsync(plan.Cluster, plan.Service, cancellationToken);
        if (service?.TaskSet(blue.Id) is not { } original)
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"The original task set {blue.Id} of service {plan.Service} is gone, so there is nothing to roll back to.");
        await traffic.ShiftAsync(plan.ProductionListener, Weights(blue, green, 0), cancellationToken);
        if (plan.TestListener is { } test)
            await traffic.ShiftAsync(test, Weights(blue, green, 0), cancellationToken);
        if (original.Status != "PRIMARY")
            await services.MakePrimaryAsync(plan.Cluster, plan.Service, blue.Id, cancellationToken);
        if (green.Id.Length > 0)
            await services.DeleteAsync(plan.Cluster, plan.Service, green.Id, cancellationToken);
        var events = rollback.Events.Succeed(Lifecycle.BeforeAllowTraffic, Now).Succeed(Lifecycle.AllowTraffic, Now).Succeed(Lifecycle.AfterAllowTraffic, Now);
        var restored = rollback with { Blue = blue with { TrafficWeight = All }, Green = green with { TrafficWeight = 0 }, Events = events };
        return restored.End(DeploymentStatus.Succeeded, Now);
    }

    /// <summary>Both groups, also at 0: a target group that no listener leads to is behind no load balancer, and ECS would refuse it.</summary>
    public static Dictionary<string, int> Weights(TaskSetShare blue, TaskSetShare green, int percent) =>
        new() { [blue.TargetGroupArn] = All - percent, [green.TargetGroupArn] = percent };
}
