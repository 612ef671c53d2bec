using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// The <c>serviceConnectConfiguration</c> of a service: what ECS refuses, and what a deployment of it makes known and can reach. The rules are those of
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html and of the API reference. Sentences without "unconfirmed" beside them
/// are ECS's, as users have quoted them.
/// </summary>
public sealed partial class ConnectRules(EcsState state, IServiceRegistry registry)
{
    /// <summary>The error code where no namespace has the name or the ARN.</summary>
    internal const string NamespaceNotFound = "NamespaceNotFoundException";

    private const string Member = "serviceConnectConfiguration";

    /// <summary>Of the resolver of names, which listens at all addresses that names can lead to.</summary>
    private const int ResolverPort = 53;

    private readonly ConnectEndpoints _endpoints = new(state);

    /// <param name="definition">Of the service.</param>
    /// <param name="shiftsTraffic">Whether its deployments do.</param>
    /// <returns>Null for a service without Service Connect.</returns>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>, <c>NamespaceNotFoundException</c>, or <c>UnsupportedFeatureException</c> for a deployment that moves traffic.</exception>
    internal ServiceConnect? Check(Service service, JsonObject definition, RegisteredTaskDefinition taskDefinition, bool shiftsTraffic)
    {
        if (definition.Object(Member) is not { } configuration)
            return null;
        // Unconfirmed, and so are the next three.
        var isOn = configuration.Flag("enabled") ?? throw EcsErrors.InvalidParameter("enabled of serviceConnectConfiguration cannot be null.");
        var given = configuration.Objects("services");
        if (!isOn)
            return given.Count == 0 ? null : throw EcsErrors.InvalidParameter("Service Connect services cannot be specified when Service Connect is not enabled.");
        if (taskDefinition.Document.NetworkMode is var mode and not ("awsvpc" or "bridge"))
            throw EcsErrors.InvalidParameter($"Service Connect is not supported for networkMode '{mode}'.");
        if (shiftsTraffic)
            throw EcsErrors.Unsupported($"'{Member}' of a service whose deployments move traffic");
        var space = Namespace(configuration, service.Cluster);
        var services = new List<ConnectService>();
        foreach (var one in given)
        {
            var read = Service(one, taskDefinition, space);
            services.Add(read with { DiscoveryArn = ArnOf(service, read, services, space) });
        }

        CheckUnchanged(service, services);
        return new(space.Arn, services, _endpoints.Of(service, space.Arn, services));
    }

    /// <summary>The namespace that a service or a cluster names.</summary>
    /// <exception cref="AwsErrorException"><see cref="NamespaceNotFound"/>.</exception>
    internal static NamespaceFacts Find(IServiceRegistry registry, string nameOrArn) =>
        // CreateService's sentence, as https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/116 quotes it; that of other operations is unconfirmed.
        registry.FindNamespace(nameOrArn) ?? throw new AwsErrorException(NamespaceNotFound, $"Failed to retrieve namespace for {nameOrArn}");

    private NamespaceFacts Namespace(JsonObject configuration, string cluster)
    {
        var name = configuration.Text("namespace") is { Length: > 0 } own ? own : state.Cluster(cluster)!.Definition.Object("serviceConnectDefaults")?.Text("namespace");
        return Find(registry, name ?? throw EcsErrors.InvalidParameter("Namespace is missing"));
    }

    private static ConnectService Service(JsonObject given, RegisteredTaskDefinition taskDefinition, NamespaceFacts space)
    {
        var portName = given.RequiredText("portName");
        var (container, port) = taskDefinition.Document.Containers.SelectMany(container => container.Node.Members("portMappings").Select(port => (container, port)))
            .FirstOrDefault(known => known.port.Text("name") == portName);
        if (container is null)
            throw EcsErrors.InvalidParameter($"portName({portName}) does not refer to any named PortMapping in the container definitions");
        // Unconfirmed.
        if ((port.Text("protocol") ?? "tcp") != "tcp")
            throw EcsErrors.InvalidParameter($"portName({portName}) does not refer to a PortMapping of protocol tcp.");
        var discoveryName = given.Text("discoveryName") ?? portName;
        // Unconfirmed.
        if (!ValidDiscoveryName().IsMatch(discoveryName))
            throw EcsErrors.InvalidParameter($"discoveryName({discoveryName}) is invalid. It may have lowercase letters, digits, underscores and hyphens, 64 at most, and no hyphen first.");
        var (alias, aliasPort) = Alias(given, $"{discoveryName}.{space.Name}");
        var protocol = port.Text("appProtocol") ?? ConnectService.Tcp;
        var timeout = given.Object("timeout");
        var (idle, request) = (timeout?.Number("idleTimeoutSeconds"), timeout?.Number("perRequestTimeoutSeconds"));
        if (request is not null && protocol == ConnectService.Tcp)
            throw EcsErrors.InvalidParameter("Per request timeout can't be set for tcp application");
        // Unconfirmed.
        if (idle < 0 || request < 0)
            throw EcsErrors.InvalidParameter("The timeouts of Service Connect cannot be negative.");
        return new(discoveryName, "", container.Name, port.Amount("containerPort") ?? 0, protocol, alias, aliasPort, idle, request);
    }

    private static (string Name, int Port) Alias(JsonObject given, string byDefault)
    {
        var aliases = given.Objects("clientAliases");
        if (aliases.Count > 1)
            throw EcsErrors.InvalidParameter($"{aliases.Count} clientAliases exceeds the max limit of 1");
        // "You must provide at least one clientAlias with one port", says the API reference; what ECS makes of a service without is unconfirmed, as the sentences are.
        if (aliases.Count == 0)
            throw EcsErrors.InvalidParameter("At least one clientAlias with one port must be specified for each Service Connect service.");
        if (aliases[0].Number("port") is not (>= 1 and <= 65535 and var port))
            throw EcsErrors.InvalidParameter("port of a clientAlias must be between 1 and 65535.");
        if (port == ResolverPort)
            throw EcsErrors.Unsupported($"port {ResolverPort} of a clientAlias");
        var name = aliases[0].Text("dnsName") ?? byDefault;
        return ValidAlias().IsMatch(name) ? (name, port) : throw EcsErrors.InvalidParameter("The DNS name that you provided is invalid");
    }

    /// <summary>The service of Cloud Map that the ECS service has already, or one that nobody uses, or a new one.</summary>
    private string ArnOf(Service service, ConnectService read, List<ConnectService> before, NamespaceFacts space)
    {
        var others = state.Services.Where(other => other != service && !(other.Cluster == service.Cluster && other.Name == service.Name) && other.Status != ServiceStatus.Inactive)
            .SelectMany(other => ConnectEndpoints.ServicesOf(other, space.Arn)).Concat(before).ToList();
        if (others.Exists(other => other.DiscoveryName == read.DiscoveryName) || registry.FindService(space.Arn, read.DiscoveryName) is { RecordTypes.Count: > 0 })
            throw EcsErrors.InvalidParameter($"SC service is already used by {space.Arn}");
        // "Each name and port mapping must be unique within the namespace", says the API reference; the sentence is unconfirmed.
        if (others.Exists(other => other.Alias == read.Alias && other.AliasPort == read.AliasPort))
            throw EcsErrors.InvalidParameter($"The clientAlias {read.Alias}:{read.AliasPort} is already used in the namespace {space.Arn}");
        return ConnectEndpoints.ServicesOf(service, space.Arn).FirstOrDefault(own => own.DiscoveryName == read.DiscoveryName)?.DiscoveryArn
            ?? registry.FindService(space.Arn, read.DiscoveryName)?.Arn
            ?? registry.NewServiceArn();
    }

    /// <summary>"appProtocol is immutable in a Service Connect service", says the API reference; the sentence is unconfirmed.</summary>
    private static void CheckUnchanged(Service service, List<ConnectService> services)
    {
        var before = service.Deployments.FirstOrDefault()?.Connect?.Services ?? [];
        if (services.Find(one => before.Any(known => known.DiscoveryArn == one.DiscoveryArn && known.Protocol != one.Protocol)) is { } changed)
            throw EcsErrors.InvalidParameter($"The appProtocol of the Service Connect service {changed.DiscoveryName} cannot be changed. Delete the service and create it again.");
    }

    [GeneratedRegex("^[a-z0-9_][a-z0-9_-]{0,63}$")]
    private static partial Regex ValidDiscoveryName();

    [GeneratedRegex("^[a-z0-9_.][a-z0-9_.-]{0,126}$")]
    private static partial Regex ValidAlias();
}
