using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Polling;
using Slipway.Ecs.Rollouts.Failures;
using Slipway.Ecs.Rollouts.Strategies;

namespace Slipway.Ecs.Rollouts;

/// <summary>A service's way back to what it had before a deployment.</summary>
/// <param name="before">Null for a service that the deployment created.</param>
/// <param name="revision">The ARN of what was deployed.</param>
/// <param name="deployment">Null when its start was cancelled.</param>
internal sealed class WayBack(
    EcsClient ecs, IRolloutStrategy strategy, FailureReport failures, TimeProvider time, IProgress<string> progress, RolloutRequest request, ServiceDescription? before, string revision, IDeployment? deployment)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long AWS may not answer.</summary>
    private static readonly TimeSpan TroubleLimit = TimeSpan.FromMinutes(5);

    private readonly ServiceReader _services = new(ecs);

    /// <summary>Gives the service back what it ran, without waiting for it: the caller is on its way out.</summary>
    /// <param name="hasArrived">Whether the deployment has ended well, so that it cannot be stopped any more.</param>
    /// <param name="leaveAtOnce">Cancels that, too.</param>
    /// <returns>Whether AWS has been told.</returns>
    public async Task<bool> TakeBackAsync(bool hasArrived, CancellationToken leaveAtOnce)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, leaveAtOnce);
        try
        {
            if (hasArrived && before is not null && request.Strategy != RolloutStrategy.Rolling) await ReturnAsync(either.Token);
            else await strategy.TakeBackAsync(request, before, revision, deployment, either.Token);
            if (request.Strategy != RolloutStrategy.Rolling) await RestoreSettingsAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            var why = leaveAtOnce.IsCancellationRequested ? "this run was left at once" : $"AWS did not answer within {TakeBackLimit.TotalSeconds:0} s";
            progress.Report($"Nothing says that the deployment of {revision} was rolled back, so it may continue: {why}");
            return false;
        }
        catch (Exception failure) when (failure is AwsException or RolloutException)
        {
            progress.Report(hasArrived
                ? $"Service '{request.Service}' could not be brought back and keeps {revision}: {failure.Message}"
                : $"The deployment of {revision} could not be rolled back and continues: {failure.Message}");
            return false;
        }
    }

    private async Task ReturnAsync(CancellationToken cancellation)
    {
        progress.Report($"Cancelled: service '{request.Service}' goes back to {RevisionName.Of(before!.TaskDefinition)}; this run does not wait for it");
        await strategy.ReturnAsync(request, before, deployment!, cancellation);
    }

    /// <summary>ECS and CodeDeploy, when they roll back, leave the number of tasks that the deployment came with; and CodeDeploy what the service got of its definition.</summary>
    public async Task RestoreSettingsAsync()
    {
        if (before is null) return;
        if (request.DesiredCount is not null) await RestoreCountAsync(before);
        if (request is { Strategy: RolloutStrategy.CodeDeploy, Definition: not null }) await RestoreDefinedAsync(before);
    }

    private async Task RestoreDefinedAsync(ServiceDescription before)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        try
        {
            if (await new DefinedSettings(ecs, request, before).UndoAsync(limit.Token)) progress.Report($"Service '{request.Service}' gets back what its definition has changed");
        }
        catch (Exception refused) when (refused is AwsException or OperationCanceledException)
        {
            progress.Report($"Service '{request.Service}' keeps what its definition has changed: {refused.Message}");
        }
    }

    private async Task RestoreCountAsync(ServiceDescription before)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        try
        {
            if (await _services.FindAsync(request.Cluster, request.Service, limit.Token) is { IsActive: true } now && await new Restoration(ecs, request, before).CountAsync(now, limit.Token))
                progress.Report($"Service '{request.Service}' gets its number of tasks back: {before.DesiredCount}");
        }
        catch (Exception refused) when (refused is AwsException or OperationCanceledException)
        {
            progress.Report($"Service '{request.Service}' keeps {request.DesiredCount} tasks, and had {before.DesiredCount} before: {refused.Message}");
        }
    }

    /// <summary>Brings a service whose deployment has ended well back to what it ran before, and follows that to its end.</summary>
    /// <param name="begun">Called as soon as it is on its way.</param>
    /// <exception cref="RolloutException">It cannot, or did not get there; not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task GoAsync(Action begun, CancellationToken cancellation)
    {
        if (before is null) throw Stuck($"Service '{request.Service}' was created by this run, so there is nothing that it could go back to: it was left.");
        var now = await _services.ReadAsync(request, cancellation);
        if (now.TaskDefinition != revision) throw Stuck($"Service '{request.Service}' has {RevisionName.Of(now.TaskDefinition)}, which somebody else has deployed meanwhile, and was left alone.");
        progress.Report($"Rolling service '{request.Service}' back to {RevisionName.Of(before.TaskDefinition)}");
        var back = await ReturnAsync(before, deployment!, cancellation);
        begun();
        await FollowAsync(back, back == deployment ? DeploymentPhase.RolledBack : DeploymentPhase.Succeeded, [.. now.Events.Select(one => one.Id)], cancellation);
        await RestoreSettingsAsync();
    }

    private async Task<IDeployment> ReturnAsync(ServiceDescription before, IDeployment done, CancellationToken cancellation)
    {
        try
        {
            return await strategy.ReturnAsync(request, before, done, cancellation);
        }
        catch (AwsException refused)
        {
            throw Stuck($"{Not(before)}: {refused.Message}");
        }
    }

    /// <param name="known">The ids of events that were there before.</param>
    private async Task FollowAsync(IDeployment back, DeploymentPhase end, HashSet<string> known, CancellationToken cancellation)
    {
        var (pauses, endurance, told) = (new PauseWatch(request with { WaitsUntil = null }, time, progress), new OutageTolerance(time, TroubleLimit), "");
        for (var deadline = time.GetUtcNow() + request.Timeout; ; await Task.Delay(Interval, time, cancellation))
        {
            try
            {
                var now = await back.ReadAsync(cancellation);
                endurance.Recover();
                deadline += await pauses.LookAsync(now, back, cancellation);
                if (now.Line != told) progress.Report(told = now.Line);
                if (now.Phase == end) return;
                if (now.Phase is DeploymentPhase.Failed or DeploymentPhase.RolledBack) throw await FailedAsync(now, known, "the deployment that brings it back failed as well.", cancellation);
                if (time.GetUtcNow() >= deadline) throw await FailedAsync(now, known, $"the deployment that brings it back is not complete after {request.Timeout.TotalSeconds:0} s.", cancellation);
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                progress.Report($"Asking again: {failure.Message}");
            }
        }
    }

    private async Task<RolloutException> FailedAsync(DeploymentProgress now, HashSet<string> known, string why, CancellationToken cancellation) => Stuck(await failures.WriteAsync(
        request, now.Service, before!.TaskDefinition, [.. now.Service.Events.Where(one => !known.Contains(one.Id)).Select(one => one.Message)], $"{Not(before)}: {why}", cancellation));

    private string Not(ServiceDescription before) => $"Service '{request.Service}' could not be rolled back to {RevisionName.Of(before.TaskDefinition)}";

    private static RolloutException Stuck(string message) => new(RolloutOutcome.NotRolledBack, message);
}
