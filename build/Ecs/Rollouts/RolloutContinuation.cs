using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts.Failures;
using Slipway.Ecs.Rollouts.Strategies;
using Slipway.Ecs.Status;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Answers the lifecycle hooks at which a service's deployment waits, and follows the deployment from there. Whoever started it may follow it as well, and
/// nothing is taken back when this is cancelled.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class RolloutContinuation(AwsClients aws, TimeProvider time, IProgress<string> progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly string[] OfRevision = ["taskDefinition", "loadBalancers", ServiceNetwork.Member];

    private readonly EcsClient _ecs = aws.Ecs;
    private readonly ServiceReader _services = new(aws.Ecs);

    /// <summary>Someone who watches; then only what happens is told, and how it stands is shown.</summary>
    public IRolloutView? View { get; init; }

    /// <summary>Whether the release is one of several services, of which this continues one: then the release is not complete with it, and not tagged here.</summary>
    public bool IsPart { get; init; }

    /// <summary>Returns when the service runs the revision that was deployed, or the one before, and the last of <paramref name="steps"/> has ended; what goes with the service moves with one that was deployed. A revision that is released is tagged so.</summary>
    /// <param name="rollsBack">The service goes back to what it ran before.</param>
    /// <exception cref="RolloutException">Nothing waits, which is refused; or rolled back, still in progress, paused again, or not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, bool rollsBack, RolloutSteps steps, CancellationToken cancellation)
    {
        var service = await _services.ReadAsync(request, cancellation);
        var found = await FindAsync(request, service, cancellation);
        var pause = found is null ? null : DeploymentPause.Of(found, []);
        if (found is null || pause is null)
            throw new RolloutException(RolloutOutcome.Refused, $"No deployment of service '{request.Service}' is paused, so there is nothing to {(rollsBack ? "roll back" : "continue")}; it has {service.TaskDefinition}. Check it with --target=Status.");
        var arn = found.Text("serviceDeploymentArn")!;
        if (!rollsBack && steps.Companion is { } checkedFirst) await checkedFirst.CheckAsync(cancellation);
        var (targetRevision, sourceRevision) = await RevisionsAsync(found, cancellation);
        var (target, source) = (targetRevision?.Text("taskDefinition") ?? "", sourceRevision?.Text("taskDefinition"));
        progress.Report($"Deployment {arn} of {RevisionName.Of(target)} is {pause.Describe(time.GetUtcNow())}: {(rollsBack ? "rolling it back" : "continuing it")}");
        // All go back with the first one that does.
        foreach (var hook in rollsBack ? pause.Hooks.Take(1) : pause.Hooks) await AnswerAsync(arn, hook, rollsBack, isFirst: hook == pause.Hooks[0], cancellation);
        if (!request.Follows) return new(rollsBack ? source ?? "" : target, arn, service.RunningCount, Changed: true, Followed: false);

        var follows = request with { AnsweredHooks = pause.Hooks };
        var deployment = new EcsServiceDeployment(_ecs, _services, follows, arn);
        if (rollsBack)
        {
            var back = await WaitForRollbackAsync(follows, deployment, cancellation);
            await steps.VerifyAsync(back, request.Service, progress, cancellation);
            return back;
        }

        var before = Before(service, sourceRevision);
        // Where ECS does not roll a rolling deployment back that fails, an update has to.
        IDeployment followed = service is { Strategy: "ROLLING", Primary.Id: var id } ? new RollingDeployment(_ecs, _services, follows, before, id) : deployment;
        var result = await FollowAsync(follows, followed, target, before, cancellation);
        await steps.VerifyAsync(result, request.Service, progress, cancellation);
        if (steps.Companion is { } companion) await MoveAsync(companion, request.Service, target, cancellation);
        if (!result.WantsNone && !IsPart) await NoteAsync(target, cancellation);
        return result;
    }

    /// <summary>Moves what goes with the service, or none of it; the service stays, since this run cannot restore what it ran before.</summary>
    private async Task MoveAsync(IReleaseCompanion companion, string service, string revision, CancellationToken cancellation)
    {
        if (await CompanionFailure.TryMoveAsync(companion, new Dictionary<string, string> { [""] = revision }, goesBack: true, progress, cancellation) is not { } failure) return;
        throw new RolloutException(RolloutOutcome.NotRolledBack, $"{failure.Why}\nService '{service}' has {RevisionName.Of(revision)}.\n{failure.Now}");
    }

    /// <summary>When one has been answered the deployment is to be followed, also when someone else, or its time-out, was quicker at another.</summary>
    private async Task AnswerAsync(string deployment, string hook, bool rollsBack, bool isFirst, CancellationToken cancellation)
    {
        try
        {
            await _ecs.ContinueServiceDeploymentAsync(deployment, hook, rollsBack, cancellation);
        }
        catch (AwsException refused) when (!isFirst && refused.Code == "InvalidParameterException")
        {
            progress.Report($"Hook {hook} does not wait any more: {refused.Message}");
        }
    }

    private async Task<JsonObject?> FindAsync(RolloutRequest request, ServiceDescription service, CancellationToken cancellation)
    {
        var current = service.CurrentServiceDeployment
            ?? (await _ecs.ListServiceDeploymentsAsync(request.Cluster, request.Service, ["IN_PROGRESS"], cancellation) is [var open, ..] ? open.Text("serviceDeploymentArn") : null);
        return current is not null && (await _ecs.DescribeServiceDeploymentsAsync([current], cancellation)).Found is [var found, ..] ? found : null;
    }

    /// <summary>The service revisions that the deployment leads to and comes from; the latter is null for a service's first.</summary>
    private async Task<(JsonObject? Target, JsonObject? Source)> RevisionsAsync(JsonObject deployment, CancellationToken cancellation)
    {
        var target = (deployment["targetServiceRevision"] as JsonObject)?.Text("arn") ?? "";
        var source = deployment.Objects("sourceServiceRevisions") is [var before, ..] ? before.Text("arn") : null;
        var found = (await _ecs.DescribeServiceRevisionsAsync(source is null ? [target] : [target, source], cancellation)).Found
            .ToDictionary(revision => revision.Text("serviceRevisionArn") ?? "");
        return (found.GetValueOrDefault(target), source is null ? null : found.GetValueOrDefault(source));
    }

    /// <summary>The service with what belongs to the revision that it comes from.</summary>
    private static ServiceDescription? Before(ServiceDescription service, JsonObject? source)
    {
        if (source is null) return null;
        var earlier = service.Node.DeepClone().AsObject();
        foreach (var member in OfRevision.Where(source.ContainsKey)) earlier[member] = source[member]?.DeepClone();
        return new(earlier);
    }

    private Task<RolloutResult> FollowAsync(RolloutRequest request, IDeployment deployment, string revision, ServiceDescription? before, CancellationToken cancellation)
    {
        var stopped = new StoppedTasks(_ecs);
        var follower = new DeploymentFollower(new FailureReport(aws, stopped), new FailFast(stopped, time), time, progress, View is null ? null : new(aws.Query(AwsService.LoadBalancing), View));
        return follower.FollowAsync(request, deployment, revision, before, cancellation);
    }

    private async Task<RolloutResult> WaitForRollbackAsync(RolloutRequest request, EcsServiceDeployment deployment, CancellationToken cancellation)
    {
        var line = "";
        for (var deadline = time.GetUtcNow() + request.Timeout; ; await Task.Delay(Interval, time, cancellation))
        {
            var now = await deployment.ReadAsync(cancellation);
            if (now.Line != line) progress.Report(line = now.Line);
            if (now.Phase == DeploymentPhase.RolledBack) return new(now.Service.TaskDefinition, deployment.Id, now.Service.RunningCount, Changed: true);
            if (now.Phase is DeploymentPhase.Succeeded or DeploymentPhase.Failed)
                throw new RolloutException(RolloutOutcome.NotRolledBack, $"Deployment {deployment.Id} of service '{request.Service}' was not rolled back: {now.Reason} It has {now.Service.TaskDefinition}.");
            if (time.GetUtcNow() >= deadline)
                throw new RolloutException(RolloutOutcome.StillInProgress, $"Deployment {deployment.Id} of service '{request.Service}' is still being rolled back after {request.Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>A release that could not be tagged for lack of permission still counts as released.</summary>
    private async Task NoteAsync(string revision, CancellationToken cancellation)
    {
        try
        {
            await new ReleaseJournal(_ecs, time).NoteFirstAsync(revision, cancellation);
        }
        catch (AwsException refused)
        {
            progress.Report($"{RevisionName.Of(revision)} could not be recorded as released, so a later rollback will not find it: {refused.Message}");
        }
    }
}
