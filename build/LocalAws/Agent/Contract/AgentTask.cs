using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Agent.Contract;

/// <summary>What the agent knows of a task from ECS; the rest it asks the engine.</summary>
public sealed record AgentTask
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Arn { get; init; }

    public required string ClusterName { get; init; }

    public required string ClusterArn { get; init; }

    public required string Family { get; init; }

    public required int Revision { get; init; }

    /// <summary>With the overrides of the run.</summary>
    public required TaskDefinitionDocument Definition { get; init; }

    /// <summary>Null for a task of no service.</summary>
    public string? Service { get; init; }

    /// <summary>EC2, FARGATE or EXTERNAL.</summary>
    public required string LaunchType { get; init; }

    public bool IsOnFargate { get; init; }

    /// <summary>Null without a task role.</summary>
    public string? RoleArn { get; init; }

    public bool IsToStop { get; init; }

    public DateTimeOffset? PullStartedAt { get; init; }

    public DateTimeOffset? PullStoppedAt { get; init; }

    public DateTimeOffset? ExecutionStoppedAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Null but in network mode awsvpc.</summary>
    public AgentInterface? Interface { get; init; }

    public required IReadOnlyList<AgentContainer> Containers { get; init; }
}
