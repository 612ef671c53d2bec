using Slipway.LocalAws.CloudMap.Contract;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>Services of Cloud Map by ARN, each with the types of its records.</summary>
internal sealed class FakeServiceRegistry : IServiceRegistry
{
    public Dictionary<string, string[]> Services { get; } = new() { ["a"] = ["A"], ["srv"] = ["SRV"], ["both"] = ["A", "SRV"], ["http"] = [] };

    public RegistryFacts? Find(string serviceArn) => Services.TryGetValue(serviceArn, out var types) ? new(serviceArn, types) : null;

    /// <summary>Names of namespaces, whose ARN is <c>arn:</c> and the name.</summary>
    public List<string> Namespaces { get; } = ["shop"];

    /// <summary>ARNs of services that are there, by namespace and name.</summary>
    public Dictionary<(string NamespaceArn, string Name), string> Named { get; } = [];

    public NamespaceFacts? FindNamespace(string nameOrArn) => Namespaces.Find(name => name == nameOrArn || $"arn:{name}" == nameOrArn) is { } found ? new($"arn:{found}", found) : null;

    public RegistryFacts? FindService(string namespaceArn, string name) => Named.TryGetValue((namespaceArn, name), out var arn) ? Find(arn) : null;

    /// <summary>new-1, new-2, …</summary>
    public string NewServiceArn()
    {
        var arn = $"new-{Services.Keys.Count(known => known.StartsWith("new-", StringComparison.Ordinal)) + 1}";
        Services.Add(arn, []);
        return arn;
    }

    public Task EnsureNamespaceAsync(string name, CancellationToken cancellationToken) => throw Unused();

    public Task EnsureServiceAsync(string serviceArn, string namespaceArn, string name, CancellationToken cancellationToken) => throw Unused();

    public Task RegisterAsync(string serviceArn, string instanceId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken) => throw Unused();

    public Task DeregisterAsync(string serviceArn, string instanceId, CancellationToken cancellationToken) => throw Unused();

    public Task SetHealthAsync(string serviceArn, string instanceId, bool isHealthy, CancellationToken cancellationToken) => throw Unused();

    private static InvalidOperationException Unused() => new("The scheduler itself does not call this: effects do.");
}
