using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose.Containers;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Makes a task definition of a Compose application, with a container for each service. What a task definition cannot say is a warning
/// with its reason; what cannot become a task definition at all is refused. Any document ends in one of the two.
/// </summary>
/// <remarks>Members and their limits: Amazon ECS API reference, RegisterTaskDefinition. Keys: the Compose specification.</remarks>
public static class TaskDefinitionConverter
{
    private const int MostContainers = 10;
    private const int LargestDocument = 65_536;

    /// <summary>Converts an interpolated document.</summary>
    public static Conversion Convert(ComposeDocument compose, ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(compose);
        ArgumentNullException.ThrowIfNull(options);
        var beside = options.Surroundings;
        var known = compose.Services.Where(service => !options.LeftOut.ContainsKey(service.Name) || beside?.Replaced.ContainsKey(service.Name) == true).ToList();
        var services = beside is null ? known : known.FindAll(service => beside.Members.Contains(service.Name));
        if (Refusals(compose, services) is { Count: > 0 } refusals) return Conversion.Refused(refusals);
        var task = new TaskConversion(compose, services, known, options);
        if (task is { IsAlone: false, NetworkMode: TaskConversion.Bridge } && services.Find(service => service.Node.Text("network_mode")?.StartsWith("service:", StringComparison.Ordinal) == true) is { } inside)
            return Conversion.Refused($"service '{inside.Name}' has the network of another one ({inside.Node.Text("network_mode")}), and containers of a task have one network only in network mode awsvpc; use --launch-type=fargate, or give the service a network of its own");
        if (!options.IsRehearsal && task.Leaks.Refusals() is { Count: > 0 } leaks) return Conversion.Refused(leaks);
        if (SharedPorts.Refusals(task) is { Count: > 0 } collisions) return Conversion.Refused(collisions);
        foreach (var service in task.IsAlone ? compose.Services.Except(services, ByName.Instance) : []) task.Warnings.Add(new(service.Name, "services", options.LeftOut[service.Name]));
        var containers = task.Order.Services.Select(service => Container(service, task)).ToList();
        var document = TaskMembers.Document(task, containers, out var refusal);
        if (refusal is not null) return Conversion.Refused(refusal);
        NoteWhatIsShared(task);
        return document.ToJsonString().Length > LargestDocument
            ? Conversion.Refused($"the task definition has more than {LargestDocument} bytes, the most that ECS takes; move variables into an environment file")
            : new(new TaskDefinitionDocument(document), task.Warnings, [], task.Private);
    }

    private static List<string> Refusals(ComposeDocument compose, List<ComposeService> services)
    {
        var reasons = new List<string>();
        if (services.Count == 0)
            reasons.Add(compose.Services.Count == 0 ? "the Compose file has no services" : "no service is left for the task definition");
        if (services.Count > MostContainers)
            reasons.Add($"a task definition has {MostContainers} containers at most, and there are {services.Count} services ({string.Join(", ", services.Select(service => service.Name))}); make several services of ECS of them (--services=each), split them into several applications, or give those that belong to no deployment a profile");
        reasons.AddRange(WebAssembly.Refusals(services));
        reasons.AddRange(MachineAccess.Refusals(compose, services));
        foreach (var same in services.GroupBy(service => service.ContainerName).Where(group => group.Count() > 1))
            reasons.Add($"services {string.Join(" and ", same.Select(service => $"'{service.Name}'"))} would have the same container name in ECS, '{same.Key}'; rename one");
        return reasons;
    }

    private static JsonObject Container(ComposeService service, TaskConversion task)
    {
        var conversion = new ServiceConversion(service, task);
        var container = conversion.Container;
        container["name"] = service.ContainerName;
        container["image"] = task.Options.Images.GetValueOrDefault(service.Name) ?? ImageOf(conversion);
        container["essential"] = !task.IsJob(service);
        ResourceMembers.Add(conversion);
        PortMembers.Add(conversion);
        DependencyMembers.Add(conversion);
        ProcessMembers.Add(conversion);
        EnvironmentMembers.Add(conversion);
        DevelopmentSigns.Note(conversion);
        HostMembers.Add(conversion);
        KernelMembers.Add(conversion);
        StorageMembers.Add(conversion);
        HealthMembers.Add(conversion);
        conversion.Peers.Report(conversion);
        LoggingMembers.Add(conversion);
        UncarriedKeys.Warn(conversion);
        NoteManagedService(conversion);
        return container;
    }

    /// <summary>What Compose pulls: without a tag it is <c>latest</c>.</summary>
    private static string ImageOf(ServiceConversion conversion)
    {
        if (conversion.Service.Image is not { Length: > 0 } image) return EcsName.From($"{conversion.Task.Compose.Name}-{conversion.Service.Name}");
        if (conversion.Service.IsBuilt || image.Contains('@', StringComparison.Ordinal) || image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal)) return image;
        conversion.Warn("image", $"'{image}' has no tag, so it is {image}:latest, which changes from one task to the next; write the version that is meant");
        return $"{image}:latest";
    }

    private static void NoteManagedService(ServiceConversion conversion)
    {
        if (conversion.Options.IsRehearsal || conversion.Service.Kind == ServiceKind.Application) return;
        var better = conversion.Service.Kind switch { ServiceKind.Cache => "ElastiCache", ServiceKind.Database => "a managed service", ServiceKind.Queue => "Amazon MQ, MSK or SQS", _ => "RDS" };
        var place = HasLastingVolume(conversion) ? "a volume that nothing here backs up" : "a container that ends with each deployment";
        conversion.Warn("image", $"'{conversion.Service.Name}' keeps data in {place}; data that matters belongs into {better}, and then this container can go");
    }

    /// <summary>Whether it mounts what outlives the task.</summary>
    private static bool HasLastingVolume(ServiceConversion conversion)
    {
        var mounted = conversion.Container.Objects("mountPoints").Select(mount => mount.Text("sourceVolume")).ToList();
        return conversion.Task.Volumes.Any(volume => mounted.Contains(volume.Text("name")) && volume.Count > 1);
    }

    private static void NoteWhatIsShared(TaskConversion task)
    {
        if (task.IsAlone) NoteNetworks(task);
        foreach (var doubt in task.NetworkMode == TaskConversion.Awsvpc ? SharedPorts.Doubts(task) : []) task.Warn("ports", doubt);
        if (task.Sized.Count > 0)
            task.Warn("mem_reservation", $"the Compose file says no size, so memoryReservation is {string.Join("; ", task.Sized.GroupBy(sized => sized.Size).OrderBy(group => group.Key).Select(group => $"{group.Key} MiB for {string.Join(", ", group.Select(sized => sized.Source is null ? sized.Service : $"{sized.Service} ({sized.Source})"))}"))}. 'docker stats' shows what they use");
        if (task.FilledIn.Count > 0)
            task.Warn("environment", $"{WrittenValues.FillIn} stands for what only this machine says, by its variables, .env or an env_file: {string.Join("; ", task.FilledIn.Select(service => $"{service.Key}: {string.Join(", ", service.Value)}"))}. Write what is right for the environment");
        if (task.NetworkMode == TaskConversion.Awsvpc && task.Services.Count > 1)
            task.Warn("networks", task.IsAlone
                ? "in network mode awsvpc names of services do not resolve: containers of a task reach each other at 127.0.0.1, and no two can listen on the same port; where an image's own files name another service, 127.0.0.1 has to stand there"
                : $"the containers of this task ({string.Join(", ", task.Services.Select(service => service.Name))}) reach each other at 127.0.0.1, and no two can listen on the same port; other services they reach by name");
        if (task.NetworkMode == TaskConversion.Bridge && task.IsAlone && task.Services.Count > 1 && !task.Options.IsRehearsal)
            task.Warn("networks", "in bridge mode a container reaches only those that it links to; links are made of depends_on, links, and the services that variables, commands and configuration files name as hosts. What an image's own files name needs a 'links' by hand");
        if (task.IsAlone) NoteWhatNobodyReaches(task);
        if (task.NetworkMode == TaskConversion.Bridge && task.HostPorts.Count > 0 && !task.Options.IsRehearsal)
            task.Warn("ports", $"{string.Join(", ", task.HostPorts.Keys)} of the container instance can be had by one task at a time, so a new task waits for the old one to stop; behind a load balancer let 'hostPort' be 0");
    }

    /// <summary>One network for all separates nobody, whatever it is called.</summary>
    private static void NoteNetworks(TaskConversion task)
    {
        var networks = task.Services.SelectMany(service => service.Node.Members("networks").Select(network => network.Key)).Distinct().ToList();
        if (networks.Count > 1)
            task.Warn("networks", $"a task has one network for all its containers, and what {string.Join(", ", networks)} separated is not separate any more");
        if (networks.Where(name => task.Compose.Root.Object("networks").Object(name).Flag("external")).ToList() is { Count: > 0 } external)
            task.Warn("networks", $"{string.Join(", ", external)}: containers that are not of this Compose file have other addresses in ECS, by which they have to be called");
    }

    /// <summary>A worker asks others and is not asked itself; what does neither may be named in a place that is not known here.</summary>
    private static void NoteWhatNobodyReaches(TaskConversion task)
    {
        if (task.NetworkMode != TaskConversion.Bridge || task.Services.Count == 1) return;
        var alone = task.Services.Where(service => service.Ports.Count == 0 && !task.IsJob(service) && task.Order.PeersOf(service).Count == 0 && task.Order.UnreachedBy(service).Count == 0)
            .Where(service => !task.Services.Any(other => task.Order.StartsBefore(service, other) || task.Order.UnreachedBy(other).Contains(service.Name)))
            .Select(service => $"'{service.Name}'").ToList();
        if (alone.Count > 0)
            task.Warn("links", $"nobody reaches {string.Join(", ", alone)}: no port is published there, and no service names {(alone.Count == 1 ? "it or waits for it" : "them or waits for them")}; what does reach {(alone.Count == 1 ? "it" : "one")} needs its name in 'links'");
    }

    private sealed class ByName : IEqualityComparer<ComposeService>
    {
        public static ByName Instance { get; } = new();

        public bool Equals(ComposeService? x, ComposeService? y) => x?.Name == y?.Name;

        public int GetHashCode(ComposeService obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
