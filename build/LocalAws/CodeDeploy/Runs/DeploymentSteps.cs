using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>
/// The steps of a deployment: each does the work of one phase, or checks whether a wait is over, and tells how far the deployment is then. A step
/// that was interrupted is made again, so all that it does can be done twice.
/// </summary>
public sealed class DeploymentSteps(IServiceTaskSets services, ITraffic traffic, RevisionReader revisions, CodeDeploySettings settings, TimeProvider time)
{
    private readonly DeploymentStart _start = new(services, traffic, revisions, time);
    private readonly TrafficShift _shift = new(services, traffic, settings, time);

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Makes one step. A deployment that cannot continue is ended, not thrown.</summary>
    /// <exception cref="AwsErrorException">LocalAws itself failed (5xx): to be tried again.</exception>
    public async Task<Deployment> AdvanceAsync(Deployment deployment, DeploymentSignals signals, CancellationToken cancellationToken)
    {
        if (signals.Stop && deployment.Phase < DeploymentPhase.Terminate)
            return deployment.End(DeploymentStatus.Stopped, Now, new("MANUAL_STOP", "The deployment was stopped by a user."));
        try
        {
            return await StepAsync(deployment, signals, cancellationToken);
        }
        catch (DeploymentFailedException failed)
        {
            return deployment.End(DeploymentStatus.Failed, Now, failed.Error);
        }
        catch (AwsErrorException refused) when (refused.Status < 500)
        {
            var message = $"The ECS service cannot be updated due to an unexpected error: {refused.Message} (Error Code: {refused.Code})";
            return deployment.End(DeploymentStatus.Failed, Now, new("ECS_UPDATE_ERROR", message));
        }
    }

    private Task<Deployment> StepAsync(Deployment deployment, DeploymentSignals signals, CancellationToken cancellationToken) => deployment.Phase switch
    {
        DeploymentPhase.Begin => _start.BeginAsync(deployment, settings.InstallTimeout, cancellationToken),
        DeploymentPhase.Install => InstallAsync(deployment, cancellationToken),
        DeploymentPhase.AllowTestTraffic => AllowTestTrafficAsync(deployment, cancellationToken),
        DeploymentPhase.ReadyWait => Task.FromResult(AwaitReady(deployment, signals)),
        DeploymentPhase.AllowTraffic => _shift.NextAsync(deployment, cancellationToken),
        DeploymentPhase.TerminationWait => Task.FromResult(
            signals.TerminationWaitIsOver || deployment.DueAt <= Now ? deployment with { Phase = DeploymentPhase.Terminate, DueAt = null } : deployment),
        DeploymentPhase.Terminate => TerminateAsync(deployment, cancellationToken),
        DeploymentPhase.Restore => _shift.RestoreAsync(deployment, cancellationToken),
        _ => Task.FromResult(deployment),
    };

    private async Task<Deployment> InstallAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var plan = deployment.Plan;
        var green = deployment.Green!;
        if (green.Id.Length == 0)
        {
            var id = await services.CreateAsync(
                plan.Cluster, plan.Service, deployment.Id, AppspecReader.Read(deployment.Content!), green.TargetGroupArn, cancellationToken);
            return deployment with { Green = green with { Id = id }, UpdatedAt = Now };
        }

        var service = await services.FindAsync(plan.Cluster, plan.Service, cancellationToken);
        if (service is not { IsActive: true })
            throw new DeploymentFailedException("INVALID_ECS_SERVICE", $"The ECS service {plan.Service} in cluster {plan.Cluster} is gone.");
        var taskSet = service.TaskSet(green.Id)
            ?? throw new DeploymentFailedException("ECS_UPDATE_ERROR", $"The replacement task set {green.Id} was deleted while it was being installed.");
        if (taskSet.IsSteady)
        {
            return deployment with
            {
                Phase = plan.TestListener is null ? DeploymentPhase.ReadyWait : DeploymentPhase.AllowTestTraffic,
                DueAt = null,
                UpdatedAt = Now,
                Events = deployment.Events.Succeed(Lifecycle.Install, Now).Succeed(Lifecycle.AfterInstall, Now),
            };
        }

        return deployment.DueAt > Now
            ? deployment
            : throw new DeploymentFailedException(
                "TIMEOUT", $"The deployment timed out while waiting for the replacement task set to become healthy. This time out period is {settings.InstallMinutes} minutes.");
    }

    private async Task<Deployment> AllowTestTrafficAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        await traffic.ShiftAsync(deployment.Plan.TestListener!, TrafficShift.Weights(deployment.Blue!, deployment.Green!, 100), cancellationToken);
        return deployment with
        {
            Phase = DeploymentPhase.ReadyWait,
            UpdatedAt = Now,
            Events = deployment.Events.Succeed(Lifecycle.AllowTestTraffic, Now).Succeed(Lifecycle.AfterAllowTestTraffic, Now),
        };
    }

    private Deployment AwaitReady(Deployment deployment, DeploymentSignals signals)
    {
        if (deployment.Plan.ReadyWaitMinutes is not { } minutes || signals.ReadyWaitIsOver)
        {
            return deployment with
            {
                Phase = DeploymentPhase.AllowTraffic,
                Status = DeploymentStatus.InProgress,
                DueAt = null,
                UpdatedAt = Now,
                Events = deployment.Events.Succeed(Lifecycle.BeforeAllowTraffic, Now).Begin(Lifecycle.AllowTraffic, Now),
            };
        }

        if (deployment.DueAt is not { } due)
            return deployment with { Status = DeploymentStatus.Ready, DueAt = Now + settings.Minutes(minutes), UpdatedAt = Now };
        return due > Now
            ? deployment
            : deployment.End(DeploymentStatus.Stopped, Now, new("TIMEOUT", $"The deployment was not continued within {minutes} minutes."));
    }

    private async Task<Deployment> TerminateAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        await services.DeleteAsync(deployment.Plan.Cluster, deployment.Plan.Service, deployment.Blue!.Id, cancellationToken);
        return deployment.End(DeploymentStatus.Succeeded, Now);
    }
}
