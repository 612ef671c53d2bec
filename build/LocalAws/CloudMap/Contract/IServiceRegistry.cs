namespace Slipway.LocalAws.CloudMap.Contract;

/// <summary>The services of Cloud Map, as ECS uses them: it registers the tasks of its services and tells their health.</summary>
/// <remarks>What is registered is on disk: it is the same after a restart. Every call can be made again.</remarks>
public interface IServiceRegistry
{
    /// <summary>Null when there is no such service.</summary>
    RegistryFacts? Find(string serviceArn);

    /// <summary>A namespace by its name or its ARN; null when there is none.</summary>
    NamespaceFacts? FindNamespace(string nameOrArn);

    /// <summary>The service of that name in a namespace; null when there is none.</summary>
    RegistryFacts? FindService(string namespaceArn, string name);

    /// <summary>An ARN that no service has, for <see cref="EnsureServiceAsync"/>.</summary>
    string NewServiceArn();

    /// <summary>Makes a namespace without DNS, unless there is one of that name.</summary>
    Task EnsureNamespaceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a service that is found by DiscoverInstances only and whose instances have a health, unless the namespace has one of that name, or is gone.</summary>
    Task EnsureServiceAsync(string serviceArn, string namespaceArn, string name, CancellationToken cancellationToken);

    /// <summary>Adds an instance, or replaces the one of that id; returns when its names resolve.</summary>
    /// <param name="attributes">As RegisterInstance takes them.</param>
    /// <exception cref="Kernel.Protocol.AwsErrorException">The service is gone, or its records need an attribute that is missing.</exception>
    Task RegisterAsync(string serviceArn, string instanceId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);

    /// <summary>Removes an instance; nothing happens when it is gone. Returns when its names no longer resolve.</summary>
    Task DeregisterAsync(string serviceArn, string instanceId, CancellationToken cancellationToken);

    /// <summary>Sets the health of an instance, for a service with a custom health check; nothing happens for others, or when the instance is gone.</summary>
    Task SetHealthAsync(string serviceArn, string instanceId, bool isHealthy, CancellationToken cancellationToken);
}
