using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudMap.Resources;

namespace Slipway.LocalAws.CloudMap;

internal sealed class ServiceRegistry(CloudMapStore store) : IServiceRegistry
{
    public RegistryFacts? Find(string serviceArn) =>
        store.Current.Services.FirstOrDefault(known => known.Arn == serviceArn) is { } service ? new(service.Arn, [.. service.Records.Select(record => record.Type)]) : null;

    public Task RegisterAsync(string serviceArn, string instanceId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.Register(serviceArn, Instance.Of(instanceId, attributes)), cancellationToken);

    public Task DeregisterAsync(string serviceArn, string instanceId, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.Deregister(serviceArn, instanceId), cancellationToken);

    public Task SetHealthAsync(string serviceArn, string instanceId, bool isHealthy, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.WithHealth(serviceArn, instanceId, isHealthy), cancellationToken);
}
