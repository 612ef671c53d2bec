using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Docker.Containers;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Turns a container definition into the container that docker creates: bridge mode on the task's own network.</summary>
public sealed class ContainerSettingsFactory(EngineNames names)
{
    /// <summary>Logs of an application that runs for days stay bounded.</summary>
    private static readonly Dictionary<string, string> LogOptions = new() { ["max-size"] = "10m", ["max-file"] = "3" };

    public ContainerSettings Create(TaskSnapshot task, string name, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(task);
        var container = task.Container(name);
        var linux = container.Node["linuxParameters"] as JsonObject ?? [];
        var capabilities = linux["capabilities"] as JsonObject ?? [];
        return new()
        {
            Image = task.References[name],
            // The puller has brought it; what docker would pull now it would pull without a word about why.
            Pull = "never",
            Name = EngineNames.Container(task, name),
            Hostname = container.Hostname,
            Labels = Labels(task, container),
            Environment = environment,
            Entrypoint = container.EntryPoint,
            Command = container.Command ?? [],
            User = container.User,
            Workdir = container.WorkingDirectory,
            HealthCheck = Health(container.HealthCheck),
            StopTimeout = container.StopTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Init = linux.Switch("initProcessEnabled"),
            Tty = container.Node.Switch("pseudoTerminal"),
            Interactive = container.Node.Switch("interactive"),
            Privileged = container.Privileged,
            ReadOnly = container.ReadonlyRootFilesystem,
            CapabilitiesAdded = capabilities.Words("add"),
            CapabilitiesDropped = capabilities.Words("drop"),
            SecurityOptions = container.Node.Words("dockerSecurityOptions"),
            // Whatever driver the task definition names: locally `docker logs` is where one looks.
            LogDriver = "json-file",
            LogOptions = LogOptions,
            Networking = Networking(task, container),
            Resources = Resources(container, linux),
            Storage = Storage(task, container, linux),
        };
    }

    private Dictionary<string, string> Labels(TaskSnapshot task, ContainerDefinition container)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (key, value) in container.Node["dockerLabels"] as JsonObject ?? [])
            labels[key] = value?.ToString() ?? "";
        foreach (var (key, value) in names.Labels(task))
            labels[key] = value;
        labels[EngineNames.ContainerLabel] = container.Name;
        foreach (var (key, value) in AwsLogsOptions.Of(container)?.Labels(task.Id, container.Name) ?? [])
            labels[key] = value;
        return labels;
    }

    private static HealthCheck? Health(ContainerHealthCheck? check) => check is null ? null : new(check.Command)
    {
        Interval = TimeSpan.FromSeconds(check.Interval),
        Timeout = TimeSpan.FromSeconds(check.Timeout),
        Retries = check.Retries,
        StartPeriod = TimeSpan.FromSeconds(check.StartPeriod),
    };

    /// <summary>Every container answers to its name, and to the aliases that the links of others give it.</summary>
    private static ContainerNetworking Networking(TaskSnapshot task, ContainerDefinition container)
    {
        var aliases = task.Definition.Containers.SelectMany(other => other.Links).Select(link => link.Split(':'))
            .Where(link => link.Length == 2 && link[0] == container.Name).Select(link => link[1]);
        return new()
        {
            Network = EngineNames.Network(task.Id),
            Aliases = [.. aliases.Prepend(container.Name).Distinct()],
            PublishedPorts = [.. container.PortMappings.Select(Publish)],
            ExtraHosts = [.. container.Node.Members("extraHosts").Select(host => $"{host["hostname"]}:{host["ipAddress"]}")],
            DnsServers = container.Node.Words("dnsServers"),
            DnsSearchDomains = container.Node.Words("dnsSearchDomains"),
        };
    }

    private static string Publish(PortMapping port) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{(port.HostPort > 0 ? port.HostPort : "")}:{port.ContainerPort}/{port.Protocol}");

    private static ContainerResources Resources(ContainerDefinition container, JsonObject linux) => new()
    {
        MemoryMiB = container.Memory,
        // A container instance has no swap unless somebody gave it some: what exceeds its memory is killed.
        MemorySwapMiB = container.Memory is { } memory ? memory + (linux.Amount("maxSwap") ?? 0) : null,
        MemoryReservationMiB = container.MemoryReservation,
        MemorySwappiness = linux.Amount("swappiness"),
        ShmSizeMiB = linux.Amount("sharedMemorySize"),
        CpuShares = container.Cpu is > 0 ? Math.Max(2, container.Cpu.Value) : null,
        Ulimits = [.. container.Node.Members("ulimits").Select(limit => $"{limit["name"]}={limit["softLimit"]}:{limit["hardLimit"]}")],
        Sysctls = container.Node.Members("systemControls").ToDictionary(control => $"{control["namespace"]}", control => $"{control["value"]}"),
        Devices = [.. linux.Members("devices").Select(Device)],
    };

    private static string Device(JsonObject device)
    {
        var access = string.Concat(device.Words("permissions").Select(permission => permission[0]));
        return $"{device["hostPath"]}:{device["containerPath"] ?? device["hostPath"]}:{(access.Length > 0 ? access : "rwm")}";
    }

    private ContainerStorage Storage(TaskSnapshot task, ContainerDefinition container, JsonObject linux)
    {
        var volumes = task.Definition.Volumes.ToDictionary(volume => volume.Name);
        return new()
        {
            Volumes = [.. container.MountPoints.Select(mount => Mount(task, mount, volumes[mount.SourceVolume]))],
            Tmpfs = [.. linux.Members("tmpfs").Select(mount => $"{mount["containerPath"]}:{string.Join(',', mount.Words("mountOptions").Prepend($"size={mount["size"]}m"))}")],
            VolumesFrom =
            [
                .. container.Node.Members("volumesFrom")
                    .Select(source => EngineNames.Container(task, $"{source["sourceContainer"]}") + (source.Switch("readOnly") ? ":ro" : "")),
            ],
        };
    }

    private string Mount(TaskSnapshot task, MountPoint mount, VolumeDefinition volume) =>
        $"{volume.HostPath ?? names.Volume(task.Id, volume)}:{mount.ContainerPath}{(mount.ReadOnly ? ":ro" : "")}";
}
