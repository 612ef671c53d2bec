using System.Text.Json;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.ServiceDefinitions;

/// <summary>
/// Finds what ECS refuses of a service definition, by itself and beside the task definition that the service runs. Amazon ECS API reference: CreateService.
/// </summary>
public static class ServiceDefinitionChecks
{
    private const string Network = "networkConfiguration";

    /// <param name="definition">Its text is JSON.</param>
    /// <param name="task">The task definition, as a JSON object.</param>
    /// <param name="identity">Where the service is, and what its task definition file is called.</param>
    /// <returns>Each a sentence, with the value that it is about.</returns>
    public static IEnumerable<(SourceValue At, string Sentence)> Find(JsonSource definition, SourceValue task, ServiceIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Root is not { } root) return [];
        return root.Kind != JsonValueKind.Object ? [(root, "A service definition is a JSON object.")] : Shape(root).Concat(Identity(root, task, identity)).Concat(Combinations(root)).Concat(Containers(root, task, identity.TaskDefinition)).Concat(Networks(root, task, identity.TaskDefinition));
    }

    private static IEnumerable<(SourceValue At, string Sentence)> Shape(SourceValue root)
    {
        foreach (var member in root.Members)
        {
            if (!ServiceMembers.All.TryGetValue(member.Name, out var kind)) yield return (member.Value, $"CreateService has no '{member.Name}'{Nearest(member.Name)}.");
            else if (!IsOf(member.Value, kind)) yield return (member.Value, $"'{member.Name}' has to be {Words(kind)}.");
        }

        foreach (var twice in root.Members.GroupBy(member => member.Name).Where(members => members.Skip(1).Any())) yield return (twice.Last().Value, $"'{twice.Key}' stands here twice.");
        if (root.Member("clientToken") is { } token) yield return (token, "With a 'clientToken' ECS takes each later creation for the first one. Leave it out.");
    }

    private static IEnumerable<(SourceValue At, string Sentence)> Identity(SourceValue root, SourceValue task, ServiceIdentity identity)
    {
        foreach (var (member, value) in new[] { ("cluster", identity.Cluster), ("serviceName", identity.Service) })
        {
            if (root.Member(member) is { Scalar: { } written } at && written[(written.LastIndexOf('/') + 1)..] != value) yield return (at, $"'{member}' is '{written}' here, and '{value}' in slipway.yml.");
        }

        var family = task.TextOf("family");
        if (root.Member("taskDefinition") is { Scalar: { } definition } other && definition[(definition.LastIndexOf('/') + 1)..].Split(':')[0] != family)
            yield return (other, $"'taskDefinition' is '{definition}' here, and {identity.TaskDefinition} has the family '{family}'.");
    }

    private static IEnumerable<(SourceValue At, string Sentence)> Combinations(SourceValue root)
    {
        if (root.Member("launchType") is not null && root.Member("capacityProviderStrategy") is { } strategy) yield return (strategy, "A service has a 'launchType' or a 'capacityProviderStrategy', not both.");
        if (root.Member("healthCheckGracePeriodSeconds") is { } grace && root.ItemsOf("loadBalancers").Count == 0) yield return (grace, "'healthCheckGracePeriodSeconds' is for a service with 'loadBalancers'.");
        if (root.TextOf("schedulingStrategy") != "DAEMON") yield break;
        foreach (var member in (string[])["desiredCount", "placementStrategy", "availabilityZoneRebalancing"])
        {
            if (root.Member(member) is { } useless && !(member == "availabilityZoneRebalancing" && useless.Scalar == "DISABLED")) yield return (useless, $"A DAEMON service has one task on each instance, and no '{member}'.");
        }

        if (root.TextOf("launchType") == "FARGATE") yield return (root.Member("schedulingStrategy")!, "Fargate has no DAEMON services.");
    }

    private static IEnumerable<(SourceValue At, string Sentence)> Containers(SourceValue root, SourceValue task, string file)
    {
        var containers = task.ItemsOf("containerDefinitions");
        foreach (var balancer in root.ItemsOf("loadBalancers"))
        {
            if (balancer.Member("targetGroupArn") is null && balancer.Member("loadBalancerName") is null) yield return (balancer, "A load balancer needs its 'targetGroupArn'.");
            if (balancer.Member("containerName") is null || balancer.Member("containerPort") is null) yield return (balancer, "A load balancer needs 'containerName' and 'containerPort'.");
        }

        foreach (var led in root.ItemsOf("loadBalancers").Concat(root.ItemsOf("serviceRegistries")))
        {
            if (led.Member("containerName") is not { Scalar: { } name } at) continue;
            if (containers.FirstOrDefault(container => container.TextOf("name") == name) is not { } container)
                yield return (at, $"{file} has no container '{name}'; it has {string.Join(", ", containers.Select(one => one.TextOf("name")))}.");
            else if (led.Member("containerPort") is { Number: { } port } value && !container.ItemsOf("portMappings").Any(mapping => mapping.NumberOf("containerPort") == port || mapping.Member("containerPortRange") is not null))
                yield return (value, $"Container '{name}' in {file} maps no port {port}.");
        }

        var ports = containers.SelectMany(container => container.ItemsOf("portMappings")).Select(mapping => mapping.TextOf("name")).OfType<string>().ToList();
        foreach (var named in root.Member("serviceConnectConfiguration")?.ItemsOf("services").Select(service => service.Member("portName")).OfType<SourceValue>() ?? [])
        {
            if (!ports.Contains(named.Scalar ?? "")) yield return (named, $"No port mapping in {file} has the name '{named.Scalar}'; {(ports.Count == 0 ? "none has a 'name'" : $"names are {string.Join(", ", ports)}")}.");
        }

        var volumes = task.ItemsOf("volumes").Select(volume => volume.TextOf("name")).ToList();
        foreach (var volume in root.ItemsOf("volumeConfigurations").Select(configuration => configuration.Member("name")).OfType<SourceValue>())
        {
            if (!volumes.Contains(volume.Scalar)) yield return (volume, $"{file} has no volume '{volume.Scalar}'.");
        }
    }

    private static IEnumerable<(SourceValue At, string Sentence)> Networks(SourceValue root, SourceValue task, string file)
    {
        var mode = task.TextOf("networkMode") ?? "bridge";
        if (root.Member(Network) is { } network)
        {
            if (mode != "awsvpc") yield return (network, $"'{Network}' is for tasks of network mode awsvpc, and {file} has {mode}.");
            else if (network.Member("awsvpcConfiguration")?.ItemsOf("subnets") is not { Count: > 0 }) yield return (network, $"'{Network}' needs 'awsvpcConfiguration' with 'subnets'.");
        }

        if (mode is "host" or "none" && root.Member("serviceConnectConfiguration") is { } connect && connect.FlagOf("enabled") == true) yield return (connect, $"Service Connect is for tasks of network mode awsvpc or bridge, and {file} has {mode}.");
    }

    private static string Nearest(string name) => NearestName.For(name, ServiceMembers.All.Keys) is { } near ? $"; it has '{near}'" : "";

    private static bool IsOf(SourceValue value, JsonValueKind kind) => kind == JsonValueKind.True ? value.Kind is JsonValueKind.True or JsonValueKind.False : value.Kind == kind;

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true or false",
        _ => "a text",
    };
}

/// <summary>What a service definition has to agree with.</summary>
/// <param name="Cluster">As <c>slipway.yml</c> has it.</param>
/// <param name="Service">As ECS knows it.</param>
/// <param name="TaskDefinition">The file's name.</param>
public sealed record ServiceIdentity(string Cluster, string Service, string TaskDefinition);
