using Slipway.Aws;
using Slipway.Ecs.Polling;
using Slipway.Ecs.Rollouts.Failures;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>Follows one deployment to its end, and when it fails its rollback to that one's.</summary>
/// <param name="lookout">Shows the figures to someone who watches; without one they are told, whenever they change.</param>
internal sealed class DeploymentFollower(FailureReport failures, FailFast failFast, TimeProvider time, IProgress<string> progress, RolloutMonitor? lookout)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long AWS may not answer.</summary>
    private static readonly TimeSpan TroubleLimit = TimeSpan.FromMinutes(5);

    /// <summary>As ECS words the event of a task for which no instance has room.</summary>
    private const string Unplaced = "unable to place a task";

    private readonly HashSet<string> _seenEvents = [];
    private readonly HashSet<LikelyCause> _explained = [];
    private readonly List<string> _events = [];
    private string _lastLine = "";
    private bool _isOnProbation;

    /// <exception cref="RolloutException">It did not succeed; the message has the report.</exception>
    public async Task<RolloutResult> FollowAsync(RolloutRequest request, IDeployment deployment, string revision, ServiceDescription? before, CancellationToken cancellation)
    {
        try
        {
            return await FollowToEndAsync(request, deployment, revision, before, cancellation);
        }
        finally
        {
            lookout?.Close();
        }
    }

    private async Task<RolloutResult> FollowToEndAsync(RolloutRequest request, IDeployment deployment, string revision, ServiceDescription? before, CancellationToken cancellation)
    {
        foreach (var (eventId, _) in before?.Events ?? []) _seenEvents.Add(eventId);
        var deadline = time.GetUtcNow() + request.Timeout;
        var pauses = new PauseWatch(request, time, progress);
        string? report = null;
        for (var interval = FirstInterval; ; interval = Longer(interval))
        {
            var now = await ReadAsync(deployment, cancellation);
            await ShowAsync(now, revision, cancellation);
            deadline += await pauses.LookAsync(now, deployment, cancellation);
            if (report is null) now = await DoubtAsync(now, request, revision, cancellation);
            switch (now.Phase)
            {
                case DeploymentPhase.Succeeded:
                    return Verified(request, now, deployment, revision);
                case DeploymentPhase.RolledBack:
                    report ??= await FailedAsync(request, deployment, now, revision, now.Reason, cancellation);
                    throw new RolloutException(RolloutOutcome.RolledBack, $"{report}\nThe service was rolled back and runs {now.Service.TaskDefinition}.");
                case DeploymentPhase.Failed when report is not null || now.IsLeftAsItIs || !CanRollBack(request, before, now, revision):
                    report ??= await FailedAsync(request, deployment, now, revision, now.Reason, cancellation);
                    throw new RolloutException(RolloutOutcome.NotRolledBack, $"{report}\n{WhyNotRolledBack(request, before, now)}");
            }

            var isOpen = now.Phase == DeploymentPhase.InProgress && report is null;
            var givenUp = isOpen ? request.GivesUp() : null;
            var reason = givenUp ?? (isOpen ? await failFast.ReasonAsync(request, revision, cancellation) : null);
            if (report is null && (now.Phase != DeploymentPhase.InProgress || reason is not null))
            {
                report = givenUp is not null
                    ? $"Deployment {deployment.Id} of service '{request.Service}' was given up: {givenUp}"
                    : await FailedAsync(request, deployment, now, revision, reason ?? now.Reason, cancellation);
                if (reason is not null && !CanRollBack(request, before, now, revision)) throw new RolloutException(RolloutOutcome.NotRolledBack, $"{report}\n{WhyNotRolledBack(request, before, now)}");
                (deadline, interval) = (time.GetUtcNow() + request.Timeout, FirstInterval);
                if (now.Phase != DeploymentPhase.RollingBack) await RollBackAsync(request, deployment, before!, cancellation);
            }

            if (time.GetUtcNow() >= deadline) throw await TooLateAsync(request, deployment, now, revision, report, cancellation);
            await Task.Delay(interval, time, cancellation);
        }
    }

    /// <summary>A bad moment of AWS's or of the network is waited out; what lasts leaves a deployment that continues.</summary>
    private async Task<DeploymentProgress> ReadAsync(IDeployment deployment, CancellationToken cancellation)
    {
        for (var endurance = new OutageTolerance(time, TroubleLimit); ; await Task.Delay(LongestInterval, time, cancellation))
        {
            try
            {
                return await deployment.ReadAsync(cancellation);
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                progress.Report($"Asking again: {failure.Message}");
            }
            catch (AwsException failure)
            {
                throw new RolloutException(RolloutOutcome.StillInProgress, $"Deployment {deployment.Id} cannot be followed any longer; it continues, and was not verified. {failure.Message}");
            }
        }
    }

    /// <summary>ECS is content as soon as it has as many healthy tasks as it wants, although others died after they were healthy.</summary>
    private async Task<DeploymentProgress> DoubtAsync(DeploymentProgress now, RolloutRequest request, string revision, CancellationToken cancellation)
    {
        if (request.Strategy != RolloutStrategy.Rolling || now.Phase != DeploymentPhase.Succeeded || !await failFast.IsOnProbationAsync(request, revision, cancellation)) return now;
        if (!_isOnProbation) progress.Report($"The deployment is complete, but tasks of it have failed: waiting until none has for {FailFast.Probation.TotalSeconds:0} s");
        _isOnProbation = true;
        return now with { Phase = DeploymentPhase.InProgress };
    }

    private static RolloutResult Verified(RolloutRequest request, DeploymentProgress now, IDeployment deployment, string revision)
    {
        if (now.Service.TaskDefinition != revision)
            throw new RolloutException(RolloutOutcome.NotRolledBack, $"Deployment {deployment.Id} is complete, but service '{request.Service}' runs {now.Service.TaskDefinition} and not {revision}.");
        return new(revision, deployment.Id, now.Service.RunningCount, Changed: true) { WantsNone = now.Service.WantsNone, Service = now.Service.Node.Text("serviceArn") };
    }

    /// <summary>What someone else has deployed meanwhile is not ours to replace.</summary>
    private static bool CanRollBack(RolloutRequest request, ServiceDescription? before, DeploymentProgress now, string revision) =>
        request.RollsBack && before is not null && now.Service.TaskDefinition == revision && before.TaskDefinition != revision;

    private static string WhyNotRolledBack(RolloutRequest request, ServiceDescription? before, DeploymentProgress now) =>
        before is null ? "There is nothing to roll back to: the service was created by this run. Correct the cause and deploy again, which updates it."
        : request.RollsBack && now.IsLeftAsItIs ? $"ECS did not roll the service back and left the deployment as it is: the service has {now.Service.TaskDefinition}, and had {before.TaskDefinition}."
        : request.RollsBack ? $"The service was not rolled back: it has {now.Service.TaskDefinition}."
        : $"The service was not rolled back, as asked for: it has {now.Service.TaskDefinition}, and had {before.TaskDefinition}.";

    private async Task RollBackAsync(RolloutRequest request, IDeployment deployment, ServiceDescription before, CancellationToken cancellation)
    {
        progress.Report($"Rolling service '{request.Service}' back to {RevisionName.Of(before.TaskDefinition)}");
        try
        {
            await deployment.RollBackAsync(cancellation);
        }
        catch (AwsException refused) when (refused.Kind is not (AwsFailure.Credentials or AwsFailure.AccessDenied))
        {
            // It has ended meanwhile, or goes back on its own already: the next look tells.
            progress.Report(refused.Message);
        }
    }

    private Task<string> FailedAsync(RolloutRequest request, IDeployment deployment, DeploymentProgress now, string revision, string reason, CancellationToken cancellation) =>
        failures.WriteAsync(request, now.Service, revision, _events, $"Deployment {deployment.Id} of service '{request.Service}' failed: {reason}", cancellation);

    private async Task<RolloutException> TooLateAsync(RolloutRequest request, IDeployment deployment, DeploymentProgress now, string revision, string? report, CancellationToken cancellation)
    {
        if (report is not null)
            return new(RolloutOutcome.NotRolledBack, $"{report}\nThe service was not rolled back within {request.Timeout.TotalSeconds:0} s: it has {now.Service.TaskDefinition}.{Paused(request, now)}");
        var headline = $"Deployment {deployment.Id} is still in progress after {request.Timeout.TotalSeconds:0} s; it continues, and was not verified.";
        return new(RolloutOutcome.StillInProgress, await failures.WriteAsync(request, now.Service, revision, _events, headline, cancellation));
    }

    private string Paused(RolloutRequest request, DeploymentProgress now) => now.Pause is { } pause ? $" The rollback is {pause.Describe(time.GetUtcNow())}. {request.PauseAdvice}" : "";

    private async Task ShowAsync(DeploymentProgress now, string revision, CancellationToken cancellation)
    {
        foreach (var (eventId, message) in now.Service.Events)
        {
            if (!_seenEvents.Add(eventId)) continue;
            _events.Add(message);
            progress.Report(message);
            if (message.Contains(Unplaced, StringComparison.Ordinal)) Explain(message);
        }

        if (lookout is not null)
        {
            await lookout.ShowAsync(now, revision, cancellation);
            return;
        }

        if (now.Line == _lastLine) return;
        _lastLine = now.Line;
        progress.Report(now.Line);
    }

    /// <summary>ECS tries again, for as long as the deployment may take, and says why once in a while.</summary>
    private void Explain(string message)
    {
        if (Diagnosis.Rank(new("", [], [message], [], new Dictionary<string, IReadOnlyList<string>>())) is [var cause, ..] && _explained.Add(cause))
            progress.Report($"  likely cause: {cause} ECS keeps trying");
    }

    private static TimeSpan Longer(TimeSpan interval) => TimeSpan.FromSeconds(Math.Min(interval.TotalSeconds * 1.2, LongestInterval.TotalSeconds));
}
