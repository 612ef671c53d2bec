using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts.Failures;
using Slipway.Ecs.Rollouts.Strategies;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Brings a service to a task definition, and follows the deployment that it started until that one is done, or failed and rolled back.
/// A service that is merely stable may be stable on the old revision.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class Rollout(AwsClients aws, TimeProvider time, IProgress<string> progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(5);

    private readonly EcsClient _ecs = aws.Ecs;
    private readonly ReleaseJournal _journal = new(aws.Ecs, time);
    private readonly ServiceReader _services = new(aws.Ecs);
    private string? _registered;

    /// <summary>Someone who watches; then only what happens is told, and how it stands is shown.</summary>
    public IRolloutView? View { get; init; }

    /// <summary>
    /// Creates or updates the service, and returns when it runs the task definition and the last of <paramref name="steps"/> has ended. When it
    /// is cancelled before that, the service is given back what it ran before. A revision that is released is tagged so.
    /// </summary>
    /// <exception cref="RolloutException">Refused, rolled back, still in progress, or not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    /// <remarks>What a step throws is thrown here; after a failed verification the service is left as it is.</remarks>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, RolloutSteps steps, CancellationToken cancellation)
    {
        await Clusters.RequireAsync(_ecs, request.Cluster, request.Place, cancellation);
        var found = await FindAsync(request, cancellation);
        var strategy = Strategy(request);
        await strategy.CheckAsync(request, found, cancellation);
        var registration = request.TaskDefinition.ToRegistration();
        var (unchanged, underway) = found is null ? default : await CompareAsync(request, found, cancellation);
        if (unchanged is not null)
        {
            await steps.VerifyAsync(unchanged, request.Service, progress, cancellation);
            // An earlier run has deployed it and could not verify it, or did not wait.
            if (request.Revision is null && !unchanged.WantsNone) await NoteAsync(() => _journal.NoteFirstAsync(unchanged.TaskDefinition, cancellation), unchanged.TaskDefinition);
            return unchanged;
        }

        await steps.Check(request.TaskDefinition, cancellation);
        var revision = request.Revision ?? underway ?? await RegisterAsync(registration, request, found, cancellation);
        await steps.BeforeMove(revision, cancellation);
        return await MoveAsync(request, strategy, found?.BeforeItsDeployment(), revision, steps, cancellation);
    }

    private async Task<RolloutResult> MoveAsync(RolloutRequest request, IRolloutStrategy strategy, ServiceDescription? before, string revision, RolloutSteps steps, CancellationToken cancellation)
    {
        var stopped = new StoppedTasks(_ecs);
        if (request.Revision is not null) await stopped.ForgetAsync(request.Cluster, request.Service, revision, cancellation);
        IDeployment? deployment = null;
        try
        {
            // A call that is cancelled may have reached AWS all the same.
            deployment = await StartAsync(strategy, request, before, revision, cancellation);
            if (!request.Follows) return new(revision, deployment.Id, before?.RunningCount ?? 0, Changed: true, Followed: false);
            var follower = new DeploymentFollower(new FailureReport(aws, stopped), new FailFast(stopped, time), time, progress, View is null ? null : new(aws.Query(AwsService.LoadBalancing), View));
            var result = await follower.FollowAsync(request, deployment, revision, before, cancellation);
            await new EndedContainers(_ecs, progress).ReportAsync(request, revision, cancellation);
            await steps.VerifyAsync(result, request.Service, progress, cancellation);
            if (request.Revision is null && !result.WantsNone) await NoteAsync(() => _journal.NoteAsync(revision, cancellation), revision);
            return result;
        }
        catch (RolloutException failed) when (failed.Outcome == RolloutOutcome.RolledBack)
        {
            await RestoreCountAsync(request, before);
            throw;
        }
        catch (OperationCanceledException) when (steps.MayTakeBack())
        {
            await TakeBackAsync(strategy, request, before, revision, deployment, steps.LeaveAtOnce);
            throw;
        }
    }

    private IRolloutStrategy Strategy(RolloutRequest request) => request.Strategy switch
    {
        RolloutStrategy.CodeDeploy => new CodeDeployStrategy(aws.CodeDeploy, _services, progress),
        RolloutStrategy.EcsBlueGreen => new EcsBlueGreenStrategy(_ecs, _services, time, progress),
        _ => new RollingStrategy(_ecs, _services, progress),
    };

    /// <summary>A call that AWS never answered may have been carried out after the last look.</summary>
    private async Task<IDeployment> StartAsync(IRolloutStrategy strategy, RolloutRequest request, ServiceDescription? before, string revision, CancellationToken cancellation)
    {
        try
        {
            return await strategy.StartAsync(request, before, revision, cancellation);
        }
        catch (AwsException failure) when (failure.Kind is AwsFailure.ServerFault or AwsFailure.Unreachable)
        {
            throw new RolloutException(
                RolloutOutcome.StillInProgress,
                $"It cannot be told whether a deployment of {RevisionName.Of(revision)} to service '{request.Service}' was started, and if it was, it continues. {failure.Message} Check the service (--target=Status) before deploying again.");
        }
        catch (AwsException)
        {
            if (_registered == revision) await WithdrawAsync(request, revision);
            throw;
        }
    }

    /// <summary>AWS refused to start the deployment: what this run registered for it is deregistered, unless the service has it after all.</summary>
    private async Task WithdrawAsync(RolloutRequest request, string revision)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        try
        {
            if (await _services.FindAsync(request.Cluster, request.Service, limit.Token) is { } now && now.Deployments.Select(deployment => deployment.TaskDefinition).Append(now.TaskDefinition).Contains(revision)) return;
            await _ecs.DeregisterTaskDefinitionAsync(revision, limit.Token);
            progress.Report($"Deregistered {RevisionName.Of(revision)}, which nothing runs");
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            progress.Report($"{RevisionName.Of(revision)} stays registered, although nothing runs it: {failure.Message}");
        }
    }

    /// <summary>The service, or null when it has to be created. Nothing can be created under the name of one whose tasks are still ending.</summary>
    private async Task<ServiceDescription?> FindAsync(RolloutRequest request, CancellationToken cancellation)
    {
        var deadline = time.GetUtcNow() + request.Timeout;
        var service = await _services.FindAsync(request.Cluster, request.Service, cancellation);
        if (service is { IsDraining: true }) progress.Report($"Service '{request.Service}' was deleted and is draining: waiting until its tasks have ended");
        while (service is { IsDraining: true })
        {
            if (time.GetUtcNow() >= deadline)
                throw new RolloutException(RolloutOutcome.Refused, $"Service '{request.Service}' was deleted and is still draining after {request.Timeout.TotalSeconds:0} s. Wait until its tasks have ended, or give 'deploy.service' at {request.Place} another name.");
            await Task.Delay(Interval, time, cancellation);
            service = await _services.FindAsync(request.Cluster, request.Service, cancellation);
        }

        return service;
    }

    /// <summary>
    /// What the service runs, when that is what it should run; or the revision that it is on its way to, when that is: a run that was killed has started it, and
    /// ECS begins no second deployment of it. Else neither, after telling how it differs.
    /// </summary>
    private async Task<(RolloutResult? Unchanged, string? Underway)> CompareAsync(RolloutRequest request, ServiceDescription found, CancellationToken cancellation)
    {
        var (_, revision, differences) = await new ServiceDiff(_ecs).CompareAsync(found, request.Cluster, request.Service, request.TaskDefinition, request.Settings, cancellation);
        foreach (var difference in differences) progress.Report($"  {difference}");
        if (differences.Count > 0 || request.Force || (request.Revision ?? revision) != revision) return default;
        if (found.IsSettled && found.RunningCount >= Math.Max(found.WantsNone ? 0 : 1, found.DesiredCount)) return (new(revision, found.Primary?.Id ?? "", found.RunningCount, Changed: false) { WantsNone = found.WantsNone }, null);
        if (request.Strategy != RolloutStrategy.Rolling || found.Primary is not { RolloutState: "IN_PROGRESS" } primary) return default;
        progress.Report($"Service '{request.Service}' is on its way to {RevisionName.Of(revision)} already, deployment {primary.Id}");
        return (null, revision);
    }

    private async Task<string> RegisterAsync(JsonObject registration, RolloutRequest request, ServiceDescription? found, CancellationToken cancellation)
    {
        var tags = new Dictionary<string, string>(request.TaskDefinition.Tags);
        foreach (var (key, value) in request.Tags) tags[key] = value;
        // A later rollback finds the releases of the family that the service had.
        if (found is not null && RevisionName.FamilyOf(found.TaskDefinition) != request.TaskDefinition.Family) tags[ReleaseRecord.ReplacesTag] = RevisionName.Of(found.TaskDefinition);
        registration.Remove("tags");
        if (tags.Count > 0) registration["tags"] = EcsClient.TagList(tags);
        var registered = await _ecs.RegisterTaskDefinitionAsync(registration, cancellation);
        progress.Report($"Registered {registered.Arn}");
        _registered = registered.Arn;
        return registered.Arn;
    }

    /// <summary>A release that could not be tagged for lack of permission still counts as released.</summary>
    private async Task NoteAsync(Func<Task> note, string revision)
    {
        try
        {
            await note();
        }
        catch (AwsException refused)
        {
            progress.Report($"{RevisionName.Of(revision)} could not be recorded as released, so a later rollback will not find it: {refused.Message}");
        }
    }

    /// <summary>ECS and CodeDeploy, when they roll back, leave the number of tasks that the deployment came with.</summary>
    private async Task RestoreCountAsync(RolloutRequest request, ServiceDescription? before)
    {
        if (before is null || request.DesiredCount is null) return;
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        try
        {
            if (await _services.FindAsync(request.Cluster, request.Service, limit.Token) is { IsActive: true } now && await new Restoration(_ecs, request, before).CountAsync(now, limit.Token))
                progress.Report($"Service '{request.Service}' gets its number of tasks back: {before.DesiredCount}");
        }
        catch (Exception refused) when (refused is AwsException or OperationCanceledException)
        {
            progress.Report($"Service '{request.Service}' keeps {request.DesiredCount} tasks, and had {before.DesiredCount} before: {refused.Message}");
        }
    }

    private async Task TakeBackAsync(IRolloutStrategy strategy, RolloutRequest request, ServiceDescription? before, string revision, IDeployment? deployment, CancellationToken leaveAtOnce)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, leaveAtOnce);
        try
        {
            await strategy.TakeBackAsync(request, before, revision, deployment, either.Token);
            if (request.Strategy != RolloutStrategy.Rolling) await RestoreCountAsync(request, before);
        }
        catch (OperationCanceledException)
        {
            var why = leaveAtOnce.IsCancellationRequested ? "this run was left at once" : $"AWS did not answer within {TakeBackLimit.TotalSeconds:0} s";
            progress.Report($"Nothing says that the deployment of {revision} was rolled back, so it may continue: {why}");
        }
        catch (AwsException failure)
        {
            progress.Report($"The deployment of {revision} could not be rolled back and continues: {failure.Message}");
        }
    }
}
