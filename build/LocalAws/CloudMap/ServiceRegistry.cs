using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudMap.Resources;

namespace Slipway.LocalAws.CloudMap;

internal sealed class ServiceRegistry(CloudMapStore store, CloudMapIds ids, TimeProvider time) : IServiceRegistry
{
    public RegistryFacts? Find(string serviceArn) => Facts(store.Current.Services.FirstOrDefault(known => known.Arn == serviceArn));

    public NamespaceFacts? FindNamespace(string nameOrArn) =>
        store.Current.Namespaces.FirstOrDefault(known => known.Arn == nameOrArn || known.Name == nameOrArn) is { } space ? new(space.Arn, space.Name) : null;

    public RegistryFacts? FindService(string namespaceArn, string name) =>
        store.Current.Namespace(namespaceArn) is { } space ? Facts(store.Current.ServicesOf(space).FirstOrDefault(known => known.Name == name)) : null;

    public string NewServiceArn() => ids.Arn("service", CloudMapIds.Service());

    public Task EnsureNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        var id = CloudMapIds.Namespace();
        var made = new DiscoveryNamespace(id, ids.Arn("namespace", id), name, DiscoveryNamespace.Http, time.GetUtcNow());
        return store.ChangeAsync(before => before.Namespaces.Any(known => known.Name == name) ? before : before.With(made), cancellationToken);
    }

    public Task EnsureServiceAsync(string serviceArn, string namespaceArn, string name, CancellationToken cancellationToken) => store.ChangeAsync(
        before => before.Namespace(namespaceArn) is not { } space || before.ServicesOf(space).Any(known => known.Name == name)
            ? before
            : before.With(new DiscoveryService(serviceArn[(serviceArn.LastIndexOf('/') + 1)..], serviceArn, name, space.Id, time.GetUtcNow()) { HasCustomHealth = true }),
        cancellationToken);

    public Task RegisterAsync(string serviceArn, string instanceId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.Register(serviceArn, Instance.Of(instanceId, attributes)), cancellationToken);

    public Task DeregisterAsync(string serviceArn, string instanceId, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.Deregister(serviceArn, instanceId), cancellationToken);

    public Task SetHealthAsync(string serviceArn, string instanceId, bool isHealthy, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => before.WithHealth(serviceArn, instanceId, isHealthy), cancellationToken);

    private static RegistryFacts? Facts(DiscoveryService? service) => service is null ? null : new(service.Arn, [.. service.Records.Select(record => record.Type)]);
}
