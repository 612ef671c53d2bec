using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>What CreateService gets for a service that is not there: its definition, and where that is silent, what lets a deployment end well or go back.</summary>
internal static class ServiceCreation
{
    private const string Configuration = "deploymentConfiguration";
    private const string Count = "desiredCount";

    public static JsonObject Of(RolloutRequest request, string revision)
    {
        var defined = request.Definition?.ToCreation() ?? [];
        var configuration = defined[Configuration]?.DeepClone().AsObject() ?? [];
        configuration["deploymentCircuitBreaker"] ??= Breaker(request);
        var isDaemon = defined.Text("schedulingStrategy") == "DAEMON";
        var replaces = HasStaticHostPorts(request.TaskDefinition) && !isDaemon && !configuration.ContainsKey("maximumPercent");
        if (replaces)
        {
            // Two tasks cannot have the same host port on one instance, so the old one has to go first.
            configuration["minimumHealthyPercent"] = 0;
            configuration["maximumPercent"] = 100;
        }

        var service = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["serviceName"] = request.Service,
            ["taskDefinition"] = revision,
            [Count] = request.DesiredCount ?? request.Definition?.DesiredCount ?? 1,
            [Configuration] = configuration,
        };
        if (isDaemon) service.Remove(Count);
        // "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration", and it is ENABLED by default.
        if (replaces) service["availabilityZoneRebalancing"] = "DISABLED";
        foreach (var (member, value) in defined) service[member] ??= value?.DeepClone();
        if (request.LoadBalancer is { } balancer)
        {
            service["loadBalancers"] = balancer.Beside(service: null);
            service["healthCheckGracePeriodSeconds"] ??= ServiceLoadBalancer.GraceSeconds;
        }

        if (request.Network is { } network) service[ServiceNetwork.Member] = network.ToJson(service: null);
        if (request.LaunchType is { } launchType) service["launchType"] = launchType.ToString().ToUpperInvariant();
        return service;
    }

    public static JsonObject Breaker(RolloutRequest request) => new() { ["enable"] = true, ["rollback"] = request.RollsBack };

    private static bool HasStaticHostPorts(TaskDefinitionDocument task) =>
        task.NetworkMode is "bridge" or "host" && task.Containers.Any(container => container.PortMappings.Any(port => port.HostPort > 0));
}
