using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Agent.Contract;

/// <summary>The tasks that the agent answers, which ECS knows.</summary>
public interface IAgentTasks
{
    /// <summary>The task one of whose containers has that metadata endpoint; null when there is none.</summary>
    Task<AgentTask?> FindByEndpointAsync(string endpointId, CancellationToken cancellationToken);

    /// <summary>The task with these credentials; null when there is none, or it has stopped.</summary>
    Task<AgentTask?> FindByCredentialsAsync(string credentialsId, CancellationToken cancellationToken);

    /// <summary>An operation of ECS's API, as the agent calls it for a task.</summary>
    /// <exception cref="AwsErrorException">ECS refuses.</exception>
    Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken);
}
