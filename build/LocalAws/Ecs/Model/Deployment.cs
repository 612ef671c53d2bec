using System.Globalization;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>One deployment of a service. The first in the service's list is the PRIMARY one, the others are ACTIVE until they are drained.</summary>
public sealed class Deployment
{
    /// <summary><c>ecs-svc/</c> and 19 digits.</summary>
    public required string Id { get; init; }

    public required string TaskDefinitionArn { get; init; }

    public required string RevisionArn { get; init; }

    public required IReadOnlyList<BalancedPort> BalancedPorts { get; init; }

    public Launch Launch { get; set; } = Launch.Ec2;

    /// <summary>Null where tasks are registered in no service of Cloud Map.</summary>
    public ServiceRegistry? Registry { get; init; }

    /// <summary>Null without Service Connect.</summary>
    public ServiceConnect? Connect { get; set; }

    /// <summary>For a service whose deployments someone else controls (CodeDeploy): what it asked for. Null for ECS's own deployments.</summary>
    public TaskSet? TaskSet { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public RolloutState RolloutState { get; set; }

    public required string RolloutStateReason { get; set; }

    /// <summary>Tasks that failed since the last one that was healthy, while the rollout is in progress.</summary>
    public int FailedTasks { get; set; }

    /// <summary>The same after the rollout too: what the wait before the next attempt goes by.</summary>
    public int FailuresInRow { get; set; }

    /// <summary>No task is started before.</summary>
    public DateTimeOffset? NextStartAt { get; set; }

    /// <summary>The deployment that this one goes back to, when the circuit breaker made it.</summary>
    public string? RollbackTo { get; init; }

    /// <summary>Container name to the image reference that its first task resolved, for the tasks that follow.</summary>
    public Dictionary<string, string> References { get; set; } = [];

    [JsonIgnore]
    public bool InProgress => RolloutState == RolloutState.InProgress;

    /// <param name="id">As <see cref="NewId"/> makes it.</param>
    public static Deployment Begin(string id, ServiceRevision revision, DateTimeOffset now, TaskSet? taskSet = null) => new()
    {
        Id = id,
        TaskDefinitionArn = revision.TaskDefinitionArn,
        RevisionArn = revision.Arn,
        BalancedPorts = revision.BalancedPorts,
        Launch = revision.Launch,
        Registry = revision.Registry,
        Connect = revision.Connect,
        TaskSet = taskSet,
        CreatedAt = now,
        UpdatedAt = now,
        RolloutStateReason = $"ECS deployment {id} in progress.",
    };

    public static Deployment BeginRollback(CompletedDeployment target, DateTimeOffset now) => new()
    {
        Id = NewId(),
        TaskDefinitionArn = target.TaskDefinitionArn,
        RevisionArn = target.RevisionArn,
        BalancedPorts = target.BalancedPorts,
        Launch = target.Launch,
        Registry = target.Registry,
        Connect = target.Connect,
        CreatedAt = now,
        UpdatedAt = now,
        RolloutStateReason = $"ECS deployment circuit breaker: rolling back to deploymentId {target.Id}.",
        RollbackTo = target.Id,
        References = new(target.References),
    };

    public void End(RolloutState outcome, string reason, DateTimeOffset now)
    {
        RolloutState = outcome;
        RolloutStateReason = reason;
        UpdatedAt = now;
    }

    /// <summary><c>ecs-svc/</c> and 19 digits.</summary>
    public static string NewId() =>
        string.Create(CultureInfo.InvariantCulture, $"ecs-svc/{Random.Shared.NextInt64(1_000_000_000_000_000_000, long.MaxValue):D19}");
}
