using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// The <c>serviceRegistries</c> of a service: what ECS refuses, and where its tasks are registered. The rules are those of
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html and of ServiceRegistry in the API reference. Users quoted the sentences
/// that end with "retry." and that about the network modes; the others are unconfirmed.
/// </summary>
public sealed class DiscoveryRules(IServiceRegistry registry)
{
    /// <param name="definition">Of the service.</param>
    /// <param name="shiftsTraffic">Whether its deployments do.</param>
    /// <returns>Null without a registry.</returns>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>, or <c>UnsupportedFeatureException</c> for a deployment that moves traffic.</exception>
    internal ServiceRegistry? Check(JsonObject definition, RegisteredTaskDefinition taskDefinition, bool shiftsTraffic)
    {
        var registries = definition.Objects("serviceRegistries");
        if (registries.Count == 0)
            return null;
        if (registries.Count > 1)
            throw EcsErrors.InvalidParameter("service registries can have at most 1 items.");
        // Whether ECS registers the tasks of both sides at once is not known.
        if (shiftsTraffic || definition.Object("deploymentController")?.Text("type") == "CODE_DEPLOY")
            throw EcsErrors.Unsupported("'serviceRegistries' of a service whose deployments move traffic");
        return Check(registries[0], taskDefinition);
    }

    private ServiceRegistry Check(JsonObject given, RegisteredTaskDefinition taskDefinition)
    {
        var arn = given.Text("registryArn") ?? throw EcsErrors.InvalidParameter("registryArn cannot be blank.");
        var facts = registry.Find(arn) ?? throw EcsErrors.InvalidParameter($"The service registry {arn} does not exist.");
        var (name, containerPort, port) = (given.Text("containerName"), given.Number("containerPort"), given.Number("port"));
        if (port is not null && (name ?? $"{containerPort}").Length > 0)
            throw EcsErrors.InvalidParameter("Specify a value for either 'port' or the 'containerName' and 'containerPort' combination, but not both. Remove one and retry.");
        switch (taskDefinition.Document.NetworkMode)
        {
            case "none":
                throw EcsErrors.InvalidParameter($"Service discovery is not supported for networkMode 'none'. Registry: {arn}");
            case "awsvpc":
                CheckOwnAddress(facts, name, containerPort, port);
                break;
            default:
                CheckHost(facts, name, containerPort);
                break;
        }

        if (name is not null && containerPort is { } mapped)
            RequirePort(taskDefinition, name, mapped);
        return new(arn, name, containerPort ?? port);
    }

    private static void CheckOwnAddress(RegistryFacts facts, string? name, int? containerPort, int? port)
    {
        if (!facts.RecordTypes.Contains("SRV"))
        {
            if ((containerPort is not null ? "containerPort" : port is not null ? "Port" : null) is { } needless)
                throw EcsErrors.InvalidParameter($"The values specified for serviceRegistries do not require a value for '{needless}'. Remove the value and retry. Registry: {facts.Arn}");
            return;
        }

        if (port is null && (name is null || containerPort is null))
            throw EcsErrors.InvalidParameter($"When the service registry has SRV records, either 'port' or 'containerName' and 'containerPort' must be specified. Registry: {facts.Arn}");
    }

    private static void CheckHost(RegistryFacts facts, string? name, int? containerPort)
    {
        if (name is null || containerPort is null)
            throw EcsErrors.InvalidParameter($"When specifying 'host' or 'bridge' for networkMode, values for 'containerName' and 'containerPort' must be specified from the task definition. Registry: {facts.Arn}");
        if (facts.RecordTypes.Contains("A"))
            throw EcsErrors.InvalidParameter($"When specifying 'host' or 'bridge' for networkMode, SRV is the only DNS record type that is supported. Registry: {facts.Arn}");
    }

    private static void RequirePort(RegisteredTaskDefinition taskDefinition, string name, int port)
    {
        var container = taskDefinition.Document.Containers.FirstOrDefault(known => known.Name == name)
            ?? throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
        if (container.PortMappings.All(mapping => mapping.ContainerPort != port))
            throw EcsErrors.InvalidParameter($"The container {name} did not have a container port {port} defined.");
    }
}
