using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>A task as work for the engine sees it: a copy, because the work runs beside the scheduler.</summary>
/// <param name="References">Container name to the image reference to start.</param>
/// <param name="Balanced">Names of the containers that load balancers lead to.</param>
public sealed record TaskSnapshot(
    string Id,
    string Cluster,
    string? Service,
    TaskDefinitionDocument Definition,
    string TaskDefinitionArn,
    IReadOnlyDictionary<string, string> References,
    IReadOnlySet<string> Balanced)
{
    /// <summary>Ports of containers that load balancers lead to.</summary>
    public IReadOnlyList<int> BalancedPorts { get; init; } = [];

    /// <summary>Where Cloud Map is to know the task; null for nowhere.</summary>
    public ServiceRegistry? Registry { get; init; }

    /// <summary>What the containers' hosts files have for the names of Service Connect: a name, a colon and an address.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The address of the resolver that knows the names of Cloud Map; null for a task without a network.</summary>
    public string? Resolver { get; init; }

    /// <summary>How each container knows the agent, by its name.</summary>
    public IReadOnlyDictionary<string, AgentAccess> Agent { get; init; } = new Dictionary<string, AgentAccess>();

    /// <summary>What its images have to be for; null where the container instance decides.</summary>
    public TaskPlatform? Platform { get; init; }

    public bool IsOnFargate { get; init; }

    /// <summary>Whether a host port that the definition names is published as it is: those of other container instances than the first get free ones.</summary>
    public bool HasMachinePorts { get; init; } = true;

    /// <summary>Whether the task has a network interface of its own, which its containers share.</summary>
    public bool HasInterface => Definition.NetworkMode == "awsvpc";

    public ContainerDefinition Container(string name) => Definition.Containers.First(container => container.Name == name);
}
