using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>One container of a task.</summary>
public sealed class TaskContainer
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>As the task definition writes it.</summary>
    public required string Image { get; init; }

    /// <summary>What is really started: by digest as soon as the digest is known.</summary>
    public required string Reference { get; set; }

    public string? ImageDigest { get; set; }

    /// <summary>The id on the engine, once it is created.</summary>
    public string? RuntimeId { get; set; }

    public ContainerPhase Phase { get; set; }

    /// <summary>Null for a container without a health check.</summary>
    public HealthStatus? Health { get; set; }

    public int? ExitCode { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The last time that its restart policy had it started again.</summary>
    public DateTimeOffset? RestartedAt { get; set; }

    /// <summary>How often its restart policy had it started again.</summary>
    public int RestartCount { get; set; }

    /// <summary>Whether it has ended and is being started again. The task sees it run on.</summary>
    public bool IsRestarting { get; set; }

    public IReadOnlyList<NetworkBinding> NetworkBindings { get; set; } = [];

    /// <summary>The last part of its metadata endpoints, on a container instance.</summary>
    public string EndpointId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>Its address on the way to the agent; null in the network modes host and none. In awsvpc the task has that of its first container.</summary>
    public string? AgentAddress { get; init; }

    /// <summary>Its IP address on the network of the load balancers; null until it runs, and where its task has an interface of its own.</summary>
    public string? BalancedAddress { get; set; }

    /// <summary>Whether it ever ran.</summary>
    [JsonIgnore]
    public bool WasStarted => StartedAt is not null;
}
