namespace Slipway.LocalAws.Agent.Contract;

/// <summary>The agent of ECS as what starts containers needs it.</summary>
public interface ITaskAgent
{
    /// <summary>Makes the way from containers to the agent, unless it is there.</summary>
    /// <exception cref="Kernel.Engine.EngineException">The engine refuses.</exception>
    Task EnsureAsync(CancellationToken cancellationToken);

    /// <summary>The address at which the containers of a task ask for names, once the way is there.</summary>
    /// <param name="isOnHost">Whether they have this machine's network.</param>
    /// <exception cref="Kernel.Engine.EngineException">The engine refuses.</exception>
    Task<string> ResolverAsync(bool isOnHost, CancellationToken cancellationToken);

    /// <summary>Puts a container that is created, and not started, on the way to the agent.</summary>
    /// <exception cref="Kernel.Engine.EngineException">The engine refuses.</exception>
    Task ConnectAsync(string container, AgentAccess access, CancellationToken cancellationToken);

    /// <summary>A container's own variables, and those that the agent adds.</summary>
    /// <param name="image">What it starts from.</param>
    /// <exception cref="Kernel.Engine.EngineException">The engine refuses.</exception>
    Task<IReadOnlyDictionary<string, string>> CompleteAsync(IReadOnlyDictionary<string, string> own, AgentAccess access, string image, CancellationToken cancellationToken);
}
