using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// The containers that a service's target groups and service registries lead to. ECS refuses an update to a task definition that lacks one ("The
/// container web does not exist in the task definition.", "The container web did not have a container port 80 defined."), when it is registered already.
/// </summary>
internal static class LedContainers
{
    /// <exception cref="RolloutException">The task definition lacks a container, or the port of one; refused.</exception>
    public static void Require(RolloutRequest request, ServiceDescription? service)
    {
        if (service is null) return;
        // What the definition says of them was compared with the task definition.
        if (request.Definition?.Has("loadBalancers") == true) return;
        var balancers = request.LoadBalancer is { } own && !own.IsOf(service) ? own.Beside(service).OfType<JsonObject>() : service.Node.Objects("loadBalancers");
        foreach (var balancer in balancers) Require(request, balancer, $"its load balancer ({balancer.Text("targetGroupArn")})", "--load-balancers");
        foreach (var registry in service.Node.Objects("serviceRegistries")) Require(request, registry, $"its service registry ({registry.Text("registryArn")})", "--service-registries");
    }

    private static void Require(RolloutRequest request, JsonObject entry, string what, string option)
    {
        if (entry.Text("containerName") is not { } name || entry.Number("containerPort") is not { } port) return;
        var containers = request.TaskDefinition.Containers;
        if (containers.FirstOrDefault(container => container.Name == name) is not { } led)
            throw Refused(request, what, $"{name}:{port}", $"the task definition has no container '{name}'; it has {string.Join(", ", containers.Select(container => container.Name))}", option);
        // A range of ports is not read here.
        if (led.Node.Objects("portMappings").Any(mapping => mapping.ContainsKey("containerPortRange")) || led.PortMappings.Any(mapping => mapping.ContainerPort == port)) return;
        var ports = led.PortMappings.Select(mapping => mapping.ContainerPort).ToList();
        throw Refused(request, what, $"{name}:{port}", $"container '{name}' of the task definition maps {(ports.Count == 0 ? "no port" : string.Join(", ", ports))}", option);
    }

    private static RolloutException Refused(RolloutRequest request, string what, string target, string problem, string option) => new(
        RolloutOutcome.Refused,
        $"{request.Place}: service '{request.Service}' has {what} lead to {target}, and {problem}. Correct the task definition, or the service (aws ecs update-service --cluster {request.Cluster} --service {request.Service} {option}).");
}
