using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts.Batches;
using Slipway.Ecs.Rollouts.Failures;
using Slipway.Ecs.Rollouts.Strategies;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// One service on its way to a task definition, in steps that its caller takes in this order: prepare, register, start, follow, note that it is released. What
/// was started can be taken back, and what has ended well can go back.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
/// <param name="calls">Those that it has in common with others that are moved together; null for one alone.</param>
internal sealed class ServiceMove(AwsClients aws, TimeProvider time, IProgress<string> progress, RolloutRequest request, GroupCalls? calls = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WithdrawLimit = TimeSpan.FromSeconds(5);

    private readonly EcsClient _ecs = aws.Ecs;
    private readonly ServiceNotes _notes = new(aws.Ecs, time, progress, request, calls);
    private readonly ServiceReader _services = new(aws.Ecs);
    private readonly StoppedTasks _stopped = new(aws.Ecs, calls?.Looks);
    private readonly IRolloutStrategy _strategy = StrategyOf(aws, time, progress, request, calls?.Looks);
    private JsonObject _registration = [];
    private ServiceDescription? _found;
    private IDeployment? _deployment;
    private string? _underway;
    private string? _registered;
    private bool _hasArrived;

    /// <summary>Of the revision that the service runs; null when it was not read.</summary>
    private IReadOnlyDictionary<string, string>? _tags;

    /// <summary>What of the service's definition takes no deployment, where nothing else does.</summary>
    private JsonObject _quiet = [];

    /// <summary>Someone who watches; then only what happens is told, and how it stands is shown.</summary>
    public IRolloutView? View { get; init; }

    /// <summary>After <see cref="PrepareAsync"/>: what the service runs, when that is what it should run; else null.</summary>
    public RolloutResult? Unchanged { get; private set; }

    /// <summary>After <see cref="PrepareAsync"/>: the revision that the service had, as <c>family:revision</c>; null for one that was not there.</summary>
    public string? Before => _found is null ? null : RevisionName.Of(_found.BeforeItsDeployment().TaskDefinition);

    /// <summary>After <see cref="RegisterAsync"/>: the ARN of what the service is to run.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>Whether the service may have been touched: the call that starts its deployment was sent.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether a deployment was started, and AWS has told of it.</summary>
    public bool HasDeployment => _deployment is not null;

    /// <summary>To what the service had before.</summary>
    public WayBack Back => new(_ecs, _strategy, new(aws, _stopped), time, progress, request, _found?.BeforeItsDeployment(), Revision, _deployment);

    /// <summary>Finds the service, checks whether it can be moved, and compares what it runs. Changes nothing.</summary>
    /// <exception cref="RolloutException">It cannot be moved; refused.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (calls?.HasCluster(request.Cluster) != true) await Clusters.RequireAsync(_ecs, request.Cluster, request.Place, cancellation);
        _found = await FindAsync(cancellation);
        await _strategy.CheckAsync(request, _found, cancellation);
        _registration = request.TaskDefinition.ToRegistration();
        if (_found is not null) (Unchanged, _underway) = await CompareAsync(_found, cancellation);
    }

    /// <summary>The revision that the service is to run, registered where it is not yet.</summary>
    public async Task<string> RegisterAsync(CancellationToken cancellation)
    {
        if ((request.Revision ?? _underway) is { } known) return Revision = known;
        var tags = new Dictionary<string, string>(request.TaskDefinition.Tags);
        foreach (var (key, value) in request.Tags) tags[key] = value;
        // A later rollback finds the releases of the family that the service had.
        if (_found is not null && RevisionName.FamilyOf(_found.TaskDefinition) != request.TaskDefinition.Family) tags[ReleaseRecord.ReplacesTag] = RevisionName.Of(_found.TaskDefinition);
        _registration.Remove("tags");
        if (tags.Count > 0) _registration["tags"] = EcsClient.TagList(tags);
        var registered = await _ecs.RegisterTaskDefinitionAsync(_registration, cancellation);
        progress.Report($"Registered {registered.Arn}");
        return Revision = _registered = registered.Arn;
    }

    /// <summary>Creates or updates the service.</summary>
    public async Task<RolloutResult> StartAsync(CancellationToken cancellation)
    {
        var before = _found?.BeforeItsDeployment();
        if (request.Revision is not null) await _stopped.ForgetAsync(request.Cluster, request.Service, Revision, cancellation);
        // A call that is cancelled may have reached AWS all the same.
        IsStarted = true;
        _deployment = await BeginAsync(before, cancellation);
        await _notes.TagAsync(_found, cancellation);
        return new(Revision, _deployment.Id, before?.RunningCount ?? 0, Changed: true, Followed: false);
    }

    /// <summary>Follows the deployment to its end.</summary>
    /// <exception cref="RolloutException">It did not end well.</exception>
    public async Task<RolloutResult> FollowAsync(CancellationToken cancellation)
    {
        var follower = new DeploymentFollower(new FailureReport(aws, _stopped), new FailFast(_stopped, time), time, progress, View is null ? null : new(aws.Query(AwsService.LoadBalancing), View));
        try
        {
            var result = await follower.FollowAsync(request, _deployment!, Revision, _found?.BeforeItsDeployment(), cancellation);
            _hasArrived = true;
            await new EndedContainers(_ecs, progress).ReportAsync(request, Revision, cancellation);
            return result;
        }
        finally
        {
            calls?.Looks.Leave(request.Cluster, request.Service);
        }
    }

    /// <summary>Gives the service back what it had before, also when its deployment has ended well; without waiting for it.</summary>
    /// <returns>Whether AWS has been told.</returns>
    public Task<bool> TakeBackAsync(CancellationToken leaveAtOnce) => Back.TakeBackAsync(_hasArrived, leaveAtOnce);

    /// <summary>Tags the revision as released, unless it was registered before, or nothing is verified; and gives the service what of its definition takes no deployment.</summary>
    /// <param name="result">What the service runs now.</param>
    /// <param name="isVerified">Whether that is, although the service wants no tasks: others of its release run.</param>
    /// <param name="beside">What else is written on a revision that was registered for the release.</param>
    public async Task NoteReleasedAsync(RolloutResult result, CancellationToken cancellation, bool isVerified = false, IReadOnlyDictionary<string, string>? beside = null)
    {
        await CompleteAsync(cancellation);
        if (request.Revision is not null || (result.WantsNone && !isVerified)) return;
        if (result.Changed) await _notes.NoteReleasedAsync(Revision, beside, result.Service, cancellation);
        // What is unchanged, an earlier run has deployed and could not verify, or did not wait. Where the service says what it runs, it was released.
        else if (_tags is not null) await _notes.NoteFirstAsync(result.TaskDefinition, _tags, _found?.Node.Text("serviceArn"), cancellation);
    }

    private async Task CompleteAsync(CancellationToken cancellation)
    {
        if (_quiet.Count > 0)
        {
            (_quiet["cluster"], _quiet["service"]) = (request.Cluster, request.Service);
            await _ecs.UpdateServiceAsync(_quiet.DeepClone().AsObject(), cancellation);
            progress.Report($"Service '{request.Service}' was updated; its tasks stay, and those that start from now on are by it");
        }

        if (Unchanged is not null) await _notes.TagAsync(_found, cancellation);
    }

    /// <summary>Tags a revision as that which a later build runs, too.</summary>
    /// <param name="beside">The ARNs of what other services run in that build.</param>
    public Task NoteUnchangedAsync(string revision, string build, string commit, IReadOnlyList<string> beside, CancellationToken cancellation) =>
        _notes.NoteUnchangedAsync(revision, build, commit, beside, cancellation);

    /// <summary>What this run registered for a deployment that does not begin is deregistered, unless the service has it after all.</summary>
    public async Task WithdrawAsync()
    {
        if (_registered is not { } revision) return;
        using var limit = new CancellationTokenSource(WithdrawLimit, time);
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

    /// <summary>A call that AWS never answered may have been carried out after the last look.</summary>
    private async Task<IDeployment> BeginAsync(ServiceDescription? before, CancellationToken cancellation)
    {
        try
        {
            if (calls is null) return await _strategy.StartAsync(request, before, Revision, cancellation);
            IDeployment? started = null;
            await calls.Pace.RunAsync(async () => started = await _strategy.StartAsync(request, before, Revision, cancellation), cancellation);
            return started!;
        }
        catch (AwsException failure) when (failure.Kind is AwsFailure.ServerFault or AwsFailure.Unreachable)
        {
            throw new RolloutException(
                RolloutOutcome.StillInProgress,
                $"It cannot be told whether a deployment of {RevisionName.Of(Revision)} to service '{request.Service}' was started, and if it was, it continues. {failure.Message} Check the service (--target=Status) before deploying again.");
        }
        catch (AwsException)
        {
            await WithdrawAsync();
            throw;
        }
    }

    /// <summary>The service, or null when it has to be created. Nothing can be created under the name of one whose tasks are still ending.</summary>
    private async Task<ServiceDescription?> FindAsync(CancellationToken cancellation)
    {
        var deadline = time.GetUtcNow() + request.Timeout;
        var service = calls?.HasCluster(request.Cluster) == true ? calls.Find(request) : await _services.FindAsync(request.Cluster, request.Service, cancellation);
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
    private async Task<(RolloutResult? Unchanged, string? Underway)> CompareAsync(ServiceDescription found, CancellationToken cancellation)
    {
        var compared = await new ServiceDiff(_ecs).CompareAsync(found, request.Cluster, request.Service, request.TaskDefinition, request.Settings, cancellation, IsSame(found));
        (var (_, revision, differences), _tags) = (compared, compared.Tags);
        foreach (var difference in differences) progress.Report($"  {difference}");
        // Where a deployment begins, they are part of it.
        if (differences.Count > 0 && request.Definition is { } definition && !definition.StartsDeployment(found.Node) && definition.DifferencesFrom(found.Node).Count() == differences.Count)
            (_quiet, differences) = (definition.ChangesTo(found.Node), []);
        if (differences.Count > 0 || request.Force || (request.Revision ?? revision) != revision) return default;
        if (found.IsSettled && found.RunningCount >= Math.Max(found.WantsNone ? 0 : 1, found.DesiredCount)) return (new(revision, found.Primary?.Id ?? "", found.RunningCount, Changed: false) { WantsNone = found.WantsNone }, null);
        if (request.Strategy != RolloutStrategy.Rolling || found.Primary is not { RolloutState: "IN_PROGRESS" } primary) return default;
        progress.Report($"Service '{request.Service}' is on its way to {RevisionName.Of(revision)} already, deployment {primary.Id}");
        return (null, revision);
    }

    /// <summary>Whether the service runs the task definition, where it says so itself; null where it does not, or where it is worth a call to tell how they differ.</summary>
    private bool? IsSame(ServiceDescription found)
    {
        if (calls is null || ContentMark.On(found) is not { } runs || ContentMark.Of(request.TaskDefinition) is not { } wanted) return null;
        return runs == wanted ? true : calls.MayTell() ? null : false;
    }

    private static IRolloutStrategy StrategyOf(AwsClients aws, TimeProvider time, IProgress<string> progress, RolloutRequest request, Looks? looks) => request.Strategy switch
    {
        RolloutStrategy.CodeDeploy => new CodeDeployStrategy(aws.Ecs, aws.CodeDeploy, new(aws.Ecs), progress),
        RolloutStrategy.EcsBlueGreen => new EcsBlueGreenStrategy(aws.Ecs, new(aws.Ecs), time, progress),
        _ => new RollingStrategy(aws.Ecs, new(aws.Ecs, looks), progress),
    };
}
