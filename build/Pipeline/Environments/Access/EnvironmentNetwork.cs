using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Environments.Rehearsal;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>The network of the environment's tasks: the configured one, or the rehearsal's, whose subnets are there without being made.</summary>
public static class EnvironmentNetwork
{
    /// <summary>Null for a task definition that has no network of its own, and where the configuration leaves it to the service or to its definition.</summary>
    public static ServiceNetwork? Of(Settings settings, TaskDefinitionDocument definition, ServiceDefinition? beside = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!ServiceNetwork.IsNeededBy(definition) || beside?.Has(ServiceNetwork.Member) == true) return null;
        if (settings.Service.Network is { } network) return new(network.Subnets, network.SecurityGroups, network.PublicIp);
        return settings.IsRehearsal ? new(RehearsalSubnets.All, SecurityGroups: null, PublicIp: null) { IsDefault = true } : null;
    }

    /// <summary>Why the service could not run the definition: nobody says in which network; null when somebody does.</summary>
    /// <param name="service">The active service, as DescribeServices gives it; null when there is none.</param>
    /// <param name="beside">The service's definition, which may say it; null when there is none.</param>
    public static ConfigurationError? Missing(Settings settings, TaskDefinitionDocument definition, JsonObject? service, ServiceDefinition? beside = null)
    {
        if (beside?.Has(ServiceNetwork.Member) == true) return null;
        if (!ServiceNetwork.IsNeededBy(definition) || Of(settings, definition) is not null || (service is not null && ServiceNetwork.IsIn(service))) return null;
        // No other strategy creates a service, and each says so.
        if (service is null && settings.Service.Strategy != DeployStrategy.Rolling) return null;
        var which = $"service '{settings.Service.EcsName}' {(service is null ? "has to be created" : "has no network yet")}";
        return new(
            settings.Service.Place,
            ErrorCode.MissingValue,
            $"missing key 'network' in '{settings.Service.Path}' (environment '{settings.Environment}'): the task definition is of network mode awsvpc, and {which}; write, for example, 'network: {{ subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718] }}'");
    }

    /// <exception cref="ConfigurationException">Nobody says in which network the service's tasks are to run.</exception>
    public static Task RequireAsync(EcsClient ecs, Settings settings, TaskDefinitionDocument definition, ServiceDefinition? beside, CancellationToken cancellation) =>
        RequireAsync(ecs, [(settings, definition, beside)], cancellation);

    /// <summary>The same for several services.</summary>
    /// <param name="services">The settings of each are about it alone.</param>
    /// <exception cref="ConfigurationException">Nobody says in which network tasks of theirs are to run.</exception>
    public static async Task RequireAsync(EcsClient ecs, IEnumerable<(Settings Settings, TaskDefinitionDocument Definition, ServiceDefinition? Beside)> services, CancellationToken cancellation)
    {
        var open = services.Where(one => ServiceNetwork.IsNeededBy(one.Definition) && Of(one.Settings, one.Definition) is null && one.Beside?.Has(ServiceNetwork.Member) != true).ToList();
        var found = await DeployedService.FindAsync(ecs, [.. open.Select(one => one.Settings.Service.RequireService())], cancellation);
        var missing = open.Select(one => Missing(one.Settings, one.Definition, Active(found.GetValueOrDefault(one.Settings.Service.RequireService())), one.Beside)).OfType<ConfigurationError>().ToList();
        if (missing.Count > 0) throw new ConfigurationException(missing);
    }

    /// <summary>One that is draining is created anew.</summary>
    private static JsonObject? Active(JsonObject? service) => (string?)service?["status"] == "ACTIVE" ? service : null;
}
