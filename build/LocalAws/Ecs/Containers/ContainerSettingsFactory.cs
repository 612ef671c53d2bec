using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using MountPoint = Slipway.Ecs.TaskDefinitions.MountPoint;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Turns a container definition into the container that docker creates.</summary>
public sealed class ContainerSettingsFactory(EngineNames names)
{
    /// <summary>Bytes.</summary>
    private const long MiB = 1024 * 1024;

    private const int CpuUnits = 1024;

    private static readonly string Machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>Microseconds.</summary>
    private const int CpuPeriod = 100_000;

    /// <summary>Logs of an application that runs for days stay bounded.</summary>
    private static readonly Dictionary<string, string> LogOptions = new() { ["max-size"] = "10m", ["max-file"] = "3" };

    public CreateContainerParameters Create(TaskSnapshot task, string name, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(environment);
        var container = task.Container(name);
        var settings = new CreateContainerParameters
        {
            Image = task.References[name],
            Name = EngineNames.Container(task, name),
            Hostname = container.Hostname ?? "",
            Labels = Labels(task, container),
            Env = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")],
            User = container.User ?? "",
            WorkingDir = container.WorkingDirectory ?? "",
            Healthcheck = Health(container.HealthCheck),
            StopTimeout = container.StopTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Tty = container.Node.Switch("pseudoTerminal"),
            OpenStdin = container.Node.Switch("interactive"),
            NetworkDisabled = container.Node.Switch("disableNetworking") ? true : null,
            HostConfig = Host(task, container),
        };
        // An engine that keeps several platforms of an image starts the one that its machine prefers.
        if (task.Platform is { } platform && platform.Architecture != Machine)
            settings.Platform = platform.ToString();
        ContainerNetwork.Apply(settings, task, container);
        // An empty one replaces the image's; null does not.
        if (container.EntryPoint is { } entryPoint)
            settings.Entrypoint = [.. entryPoint];
        if (container.Command is { } command)
            settings.Cmd = [.. command];
        return settings;
    }

    private HostConfig Host(TaskSnapshot task, ContainerDefinition container)
    {
        var linux = container.Node["linuxParameters"] as JsonObject ?? [];
        var capabilities = linux["capabilities"] as JsonObject ?? [];
        var host = new HostConfig
        {
            Init = linux.Switch("initProcessEnabled") ? true : null,
            Privileged = container.Privileged,
            ReadonlyRootfs = container.ReadonlyRootFilesystem,
            CapAdd = [.. capabilities.Words("add")],
            CapDrop = [.. capabilities.Words("drop")],
            SecurityOpt = [.. container.Node.Words("dockerSecurityOptions")],
            // Whatever driver the task definition names: `docker logs` is where users look locally.
            LogConfig = new() { Type = "json-file", Config = LogOptions },
        };
        Limit(host, task, container, linux);
        Mount(host, task, container, linux);
        return host;
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

    private static HealthcheckConfig? Health(ContainerHealthCheck? check) => check is null ? null : new()
    {
        Test = [.. check.Command],
        Interval = TimeSpan.FromSeconds(check.Interval),
        Timeout = TimeSpan.FromSeconds(check.Timeout),
        Retries = check.Retries,
        StartPeriod = TimeSpan.FromSeconds(check.StartPeriod),
    };

    /// <summary>A task's own limits are of all its containers together, which the engine cannot do: each may use as much.</summary>
    private static void Limit(HostConfig host, TaskSnapshot task, ContainerDefinition container, JsonObject linux)
    {
        var limit = container.Memory ?? task.Definition.Memory;
        host.Memory = limit * MiB ?? 0;
        // A container instance has no swap unless it was given some: what exceeds its memory is killed.
        host.MemorySwap = limit is { } memory ? (memory + (linux.Amount("maxSwap") ?? 0)) * MiB : 0;
        host.MemoryReservation = container.MemoryReservation * MiB ?? 0;
        host.MemorySwappiness = linux.Amount("swappiness");
        host.ShmSize = linux.Amount("sharedMemorySize") * MiB ?? 0;
        if (task.Definition.Cpu is { } cpu)
        {
            host.CPUPeriod = CpuPeriod;
            host.CPUQuota = cpu * CpuPeriod / CpuUnits;
        }

        host.CPUShares = container.Cpu is > 0 ? Math.Max(2, container.Cpu.Value) : 0;
        host.Ulimits = [.. container.Node.Members("ulimits").Select(ulimit => new Ulimit { Name = $"{ulimit["name"]}", Soft = (long?)ulimit["softLimit"] ?? 0, Hard = (long?)ulimit["hardLimit"] ?? 0 })];
        host.Sysctls = ContainerNetwork.Controls(container, ofNetwork: false).Concat(task.HasInterface ? [] : ContainerNetwork.Controls(container, ofNetwork: true)).ToDictionary();
        host.Devices = [.. linux.Members("devices").Select(Device)];
    }

    private static DeviceMapping Device(JsonObject device)
    {
        var access = string.Concat(device.Words("permissions").Select(permission => permission[0]));
        return new()
        {
            PathOnHost = $"{device["hostPath"]}",
            PathInContainer = $"{device["containerPath"] ?? device["hostPath"]}",
            CgroupPermissions = access.Length > 0 ? access : "rwm",
        };
    }

    private void Mount(HostConfig host, TaskSnapshot task, ContainerDefinition container, JsonObject linux)
    {
        var volumes = task.Definition.Volumes.ToDictionary(volume => volume.Name);
        host.Binds = [.. container.MountPoints.Select(mount => Bind(task, mount, volumes[mount.SourceVolume]))];
        host.Tmpfs = linux.Members("tmpfs").ToDictionary(
            mount => $"{mount["containerPath"]}", mount => string.Join(',', mount.Words("mountOptions").Prepend($"size={mount["size"]}m")));
        host.VolumesFrom =
        [
            .. container.Node.Members("volumesFrom")
                .Select(source => EngineNames.Container(task, $"{source["sourceContainer"]}") + (source.Switch("readOnly") ? ":ro" : "")),
        ];
    }

    private string Bind(TaskSnapshot task, MountPoint mount, VolumeDefinition volume) =>
        $"{volume.HostPath ?? names.Volume(task.Id, volume)}:{mount.ContainerPath}{(mount.ReadOnly ? ":ro" : "")}";
}
