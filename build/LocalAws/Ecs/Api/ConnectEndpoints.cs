using Slipway.LocalAws.Agent;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// The names that the tasks of a deployment can reach: those that are there when it begins. "Existing tasks can't resolve and connect to the new endpoint. […] Existing tasks and
/// replacement tasks continue to behave the same as they did after the most recent deployment."
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
/// </summary>
internal sealed class ConnectEndpoints(EcsState state)
{
    /// <param name="own">What the deployment makes known itself.</param>
    public List<ConnectEndpoint> Of(Service service, string namespaceArn, IReadOnlyList<ConnectService> own)
    {
        var others = state.Services.Where(other => other.Arn != service.Arn && other.Status == ServiceStatus.Active).SelectMany(other => ServicesOf(other, namespaceArn));
        var addresses = Known().Where(known => known.NamespaceArn == namespaceArn).SelectMany(known => known.Endpoints).DistinctBy(endpoint => endpoint.Name)
            .ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Address);
        var taken = Known().SelectMany(known => known.Endpoints).Select(endpoint => endpoint.Address).ToHashSet();
        var endpoints = new List<ConnectEndpoint>();
        foreach (var known in own.Concat(others).DistinctBy(known => (known.Alias, known.AliasPort)))
        {
            if (!addresses.TryGetValue(known.Alias, out var address))
            {
                address = AgentAddresses.OfNames.FirstOrDefault(free => !taken.Contains(free)) ?? throw EcsErrors.Unsupported($"more than {AgentAddresses.OfNames.Count} names of Service Connect");
                addresses.Add(known.Alias, address);
                taken.Add(address);
            }

            endpoints.Add(new(known.DiscoveryArn, known.Alias, known.AliasPort, address));
        }

        return endpoints;
    }

    /// <summary>What a service makes known in a namespace, by whichever of its deployments; the newest first.</summary>
    public static IEnumerable<ConnectService> ServicesOf(Service service, string namespaceArn) =>
        service.Deployments.Select(deployment => deployment.Connect).Where(connect => connect?.NamespaceArn == namespaceArn).SelectMany(connect => connect!.Services);

    /// <summary>What has addresses: a rollback and tasks that have not stopped keep theirs.</summary>
    private IEnumerable<ServiceConnect> Known() => state.Services.SelectMany(service => service.Deployments.Select(deployment => deployment.Connect).Append(service.LastCompleted?.Connect))
        .Concat(state.Tasks.Where(task => !task.IsStopped).Select(task => task.Connect)).OfType<ServiceConnect>();
}
