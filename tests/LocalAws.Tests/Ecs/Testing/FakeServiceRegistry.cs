using Slipway.LocalAws.CloudMap.Contract;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>Services of Cloud Map by ARN, each with the types of its records.</summary>
internal sealed class FakeServiceRegistry : IServiceRegistry
{
    public Dictionary<string, string[]> Services { get; } = new() { ["a"] = ["A"], ["srv"] = ["SRV"], ["both"] = ["A", "SRV"], ["http"] = [] };

    public RegistryFacts? Find(string serviceArn) => Services.TryGetValue(serviceArn, out var types) ? new(serviceArn, types) : null;

    public Task RegisterAsync(string serviceArn, string instanceId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken) => throw Unused();

    public Task DeregisterAsync(string serviceArn, string instanceId, CancellationToken cancellationToken) => throw Unused();

    public Task SetHealthAsync(string serviceArn, string instanceId, bool isHealthy, CancellationToken cancellationToken) => throw Unused();

    private static InvalidOperationException Unused() => new("The scheduler itself does not call this: effects do.");
}
