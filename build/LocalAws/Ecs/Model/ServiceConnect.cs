namespace Slipway.LocalAws.Ecs.Model;

/// <summary>How the tasks of a deployment take part in Service Connect.</summary>
/// <param name="Services">What they answer for; none for a service that is a client only.</param>
/// <param name="Endpoints">What they can reach by name: what was there in the namespace when the deployment began, its own included.</param>
public sealed record ServiceConnect(string NamespaceArn, IReadOnlyList<ConnectService> Services, IReadOnlyList<ConnectEndpoint> Endpoints);

/// <summary>A named port of a task definition, as other services know it.</summary>
/// <param name="DiscoveryArn">Of the service of Cloud Map in which its tasks are registered.</param>
/// <param name="Protocol">http, http2, grpc or tcp.</param>
/// <param name="Alias">The name by which clients reach it.</param>
/// <param name="IdleTimeout">Seconds, 0 for none; null for the default.</param>
/// <param name="RequestTimeout">Seconds that an answer may take, 0 for any time; null for the default.</param>
public sealed record ConnectService(
    string DiscoveryName, string DiscoveryArn, string Container, int ContainerPort, string Protocol, string Alias, int AliasPort, int? IdleTimeout, int? RequestTimeout)
{
    public const string Tcp = "tcp";

    public const string Http = "http";
}

/// <summary>A name that tasks have in their hosts files.</summary>
/// <param name="DiscoveryArn">Of the service of Cloud Map whose tasks answer.</param>
/// <param name="Address">Where the name leads: to the proxy.</param>
public sealed record ConnectEndpoint(string DiscoveryArn, string Name, int Port, string Address);
