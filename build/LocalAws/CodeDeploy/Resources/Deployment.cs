using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>One deployment, as far as it is.</summary>
public sealed record Deployment
{
    /// <summary><c>d-</c> and nine letters or digits.</summary>
    public required string Id { get; init; }

    public required string Application { get; init; }

    public required string Group { get; init; }

    public required string ConfigName { get; init; }

    public string? Description { get; init; }

    /// <summary><c>user</c> or <c>codeDeployRollback</c>.</summary>
    public required string Creator { get; init; }

    /// <summary>As it is shown: without the content of an appspec.</summary>
    public required JsonObject Revision { get; init; }

    /// <summary>The appspec, once it is read.</summary>
    public string? Content { get; init; }

    public required DeploymentPlan Plan { get; init; }

    /// <summary>The members of its group that GetDeployment shows.</summary>
    public required JsonObject Shown { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DeploymentStatus Status { get; init; }

    public DeploymentPhase Phase { get; init; }

    /// <summary>When the phase, or the share of traffic that it is at, is over; what that means is the phase's.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public required IReadOnlyList<LifecycleEvent> Events { get; init; }

    /// <summary>The original task set.</summary>
    public TaskSetShare? Blue { get; init; }

    /// <summary>The replacement.</summary>
    public TaskSetShare? Green { get; init; }

    public DeploymentError? Error { get; init; }

    /// <summary>The deployment that takes this one back.</summary>
    public string? RollbackDeploymentId { get; init; }

    /// <summary>The deployment that this one rolls back.</summary>
    public string? RollbackOf { get; init; }

    public string? RollbackMessage { get; init; }

    [JsonIgnore]
    public bool IsEnded => Phase == DeploymentPhase.Ended;

    /// <summary>CodeDeploy's one target of a deployment to ECS: the service.</summary>
    [JsonIgnore]
    public string TargetId => $"{Plan.Cluster}:{Plan.Service}";

    public Deployment End(DeploymentStatus status, DateTimeOffset now, DeploymentError? error = null) => this with
    {
        Status = status,
        Phase = DeploymentPhase.Ended,
        DueAt = null,
        Error = error,
        CompletedAt = now,
        UpdatedAt = now,
        Events = status == DeploymentStatus.Succeeded ? Events : Events.BreakOff(now),
    };
}
