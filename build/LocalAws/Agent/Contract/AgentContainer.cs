using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Agent.Contract;

/// <summary>What the agent knows of a container from ECS; the rest it asks the engine.</summary>
/// <param name="EngineName">Its name on the engine, before it is there as well.</param>
/// <param name="ShownId">What Fargate shows instead of the engine's id; null on a container instance.</param>
/// <param name="IsPulled">Whether its image is there.</param>
/// <param name="LogOptions">Of its log driver, with the stream that it writes to; null without one.</param>
/// <param name="RestartCount">How often its restart policy had it started again; null without one.</param>
public sealed record AgentContainer(
    ContainerDefinition Definition, string Arn, string EndpointId, string EngineName, string? ShownId, bool IsPulled, IReadOnlyDictionary<string, string>? LogOptions, int? RestartCount = null)
{
    public string Name => Definition.Name;

    /// <summary>Whether its health check has passed, also where the engine has not said so yet.</summary>
    public bool IsHealthy { get; init; }
}
