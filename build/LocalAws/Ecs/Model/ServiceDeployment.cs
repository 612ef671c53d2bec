using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.LocalAws.DeploymentConfiguration;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The record of one attempt to bring a service to a revision, its rollback included.</summary>
public sealed class ServiceDeployment
{
    public required string Arn { get; init; }

    /// <summary>Id of the <see cref="Deployment"/> that runs the new revision.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Id of the one that ran before; null for the first.</summary>
    public string? SourceId { get; init; }

    public required string TargetRevision { get; init; }

    /// <summary>ARNs.</summary>
    public required IReadOnlyList<string> SourceRevisions { get; init; }

    /// <summary>The <c>deploymentConfiguration</c> that it goes by, as it was shown then.</summary>
    public required JsonObject Configuration { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public ServiceDeploymentStatus Status { get; set; }

    public string? StatusReason { get; set; }

    /// <summary>Null for a rolling update.</summary>
    public LifecycleStage? Stage { get; set; }

    /// <summary>What percentage of the requests the step of the shift that is under way gives to the new tasks; null before the first.</summary>
    public decimal? Step { get; set; }

    /// <summary>Whether it began while more than the source's revision ran.</summary>
    public bool Reconciles { get; init; }

    /// <summary>Names of the alarms that fail it. ECS watches none for a deployment that begins while one of them is in ALARM.</summary>
    public IReadOnlyList<string> WatchedAlarms { get; set; } = [];

    /// <summary>The longest that one of them evaluates.</summary>
    public TimeSpan AlarmEvaluation { get; init; }

    /// <summary>Those that went to ALARM.</summary>
    public List<string> TriggeredAlarms { get; set; } = [];

    /// <summary>Until when its alarms are watched after its tasks were replaced; null before that.</summary>
    public DateTimeOffset? BakesUntil { get; set; }

    /// <summary>The lifecycle hooks that were reached, oldest first.</summary>
    public List<HookRun> Hooks { get; set; } = [];

    /// <summary>When the stage, or a step of the traffic shift, was reached.</summary>
    public DateTimeOffset StageSince { get; set; }

    /// <summary>Of the requests, what the new tasks get; null as long as nobody has seen to it.</summary>
    public TrafficShare? Share { get; set; }

    public string? RollbackReason { get; set; }

    public DateTimeOffset? RollbackAt { get; set; }

    /// <summary>Failed tasks, at most at any time.</summary>
    public int FailureCount { get; set; }

    /// <summary>Why the requests could not be shared as wanted, the last time.</summary>
    public string? ShiftFailure { get; set; }

    [JsonIgnore]
    public HashSet<string> Underway { get; } = [];

    [JsonIgnore]
    public bool HasEnded => Status >= ServiceDeploymentStatus.Successful;

    /// <summary>The stage at which it waits for an answer; null when it does not.</summary>
    [JsonIgnore]
    public LifecycleStage? PausedAt => Hooks.Find(run => run.Status == HookStatus.AwaitingAction)?.Stage;

    [JsonIgnore]
    public bool RollsBack => Status is ServiceDeploymentStatus.RollbackRequested or ServiceDeploymentStatus.RollbackInProgress;

    public void Enter(LifecycleStage stage, DateTimeOffset now)
    {
        Stage = stage;
        StageSince = UpdatedAt = now;
    }

    public void RollBack(string reason, DateTimeOffset now)
    {
        Status = ServiceDeploymentStatus.RollbackInProgress;
        RollbackReason = StatusReason = reason;
        RollbackAt = UpdatedAt = now;
        AbandonHooks();
    }

    public void End(ServiceDeploymentStatus status, string? reason, DateTimeOffset now)
    {
        Status = status;
        StatusReason = reason ?? StatusReason;
        FinishedAt = UpdatedAt = now;
        AbandonHooks();
    }

    /// <summary>The requests are shared like that now. A step of the shift begins its own time.</summary>
    public void Note(TrafficShare share, DateTimeOffset now)
    {
        if (share.Production != (Share?.Production ?? 0))
            StageSince = now;
        Share = share;
        UpdatedAt = now;
    }

    /// <summary>A shift of the requests has ended.</summary>
    /// <param name="key">Of the effect that shifted them.</param>
    internal void Shifted(string key, TrafficShare share, string? failure, DateTimeOffset now)
    {
        Underway.Remove(key);
        ShiftFailure = failure;
        if (failure is null)
            Note(share, now);
    }

    /// <summary>Nobody is asked any more. Whether ECS shows such hooks as FAILED is not known.</summary>
    private void AbandonHooks()
    {
        foreach (var run in Hooks.Where(run => run.Status == HookStatus.AwaitingAction))
            run.Status = HookStatus.Failed;
    }
}
