using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>What the proxy of Service Connect is to do: to listen for the names that tasks know, and to lead to the running tasks that are not called unhealthy.</summary>
internal static class ConnectTable
{
    /// <summary>Seconds. TimeoutConfiguration in the API reference.</summary>
    private const int HttpIdle = 300;

    private const int TcpIdle = 3600;

    /// <summary>Seconds. Users found it: https://zenn.dev/moozaru/articles/3072f571f7d48f</summary>
    private const int HttpRequest = 15;

    public static IReadOnlyList<ConnectListener> Of(EcsState state, TaskDefinitionCatalog catalog)
    {
        var tasks = state.Tasks.Where(task => task is { IsStopped: false, Connect: not null }).ToList();
        // Where two names that tasks know came to one address and port, the newer counts.
        var endpoints = tasks.SelectMany(task => task.Connect!.Endpoints).GroupBy(endpoint => (endpoint.Address, endpoint.Port)).Select(same => same.Last()).ToList();
        if (endpoints.Count == 0)
            return [];
        var servers = state.Services.SelectMany(service => service.Deployments).SelectMany(deployment => deployment.Connect?.Services ?? [])
            .DistinctBy(service => service.DiscoveryArn).ToDictionary(service => service.DiscoveryArn);
        var targets = tasks.Where(task => IsReady(task, catalog)).SelectMany(task => task.Connect!.Services.Select(service => (service.DiscoveryArn, Target: TargetOf(task, service))))
            .Where(known => known.Target is not null).ToLookup(known => known.DiscoveryArn, known => known.Target!);
        return [.. endpoints.OrderBy(endpoint => endpoint.Address, StringComparer.Ordinal).ThenBy(endpoint => endpoint.Port)
            .Select(endpoint => Of(endpoint, servers.GetValueOrDefault(endpoint.DiscoveryArn), [.. targets[endpoint.DiscoveryArn]]))];
    }

    private static ConnectListener Of(ConnectEndpoint endpoint, ConnectService? server, IReadOnlyList<ConnectTarget> targets) => server?.Protocol == ConnectService.Http
        ? new(endpoint.Address, endpoint.Port, IsHttp: true, server.IdleTimeout ?? HttpIdle, server.RequestTimeout ?? HttpRequest, targets)
        : new(endpoint.Address, endpoint.Port, IsHttp: false, server?.IdleTimeout ?? (server?.Protocol is null or ConnectService.Tcp ? TcpIdle : HttpIdle), 0, targets);

    private static bool IsReady(EcsTask task, TaskDefinitionCatalog catalog) =>
        task is { LastStatus: EcsTaskStatus.Running, StopRequested: false } && TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn)) is null or HealthStatus.Healthy;

    private static ConnectTarget? TargetOf(EcsTask task, ConnectService service) =>
        (task.Interface?.Address ?? task.Container(service.Container).BalancedAddress) is { } address ? new(task.Id, address, service.ContainerPort) : null;
}
