using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Volumes, folders of the host, memory file systems, and files of secrets.</summary>
internal static class StorageMembers
{
    private const int DefaultTmpfs = 64;

    public static IReadOnlyList<string> Keys { get; } = ["volumes", "tmpfs", "volumes_from", "secrets"];

    public static void Add(ServiceConversion conversion)
    {
        var mounts = new List<JsonObject>();
        var memory = new List<JsonObject>();
        foreach (var mount in conversion.From.Objects("volumes")) AddMount(conversion, mount, mounts, memory);
        foreach (var mount in conversion.From.Texts("tmpfs")) memory.Add(ShortTmpfs(conversion, mount));
        foreach (var secret in conversion.From.Objects("secrets")) SecretFiles.Add(conversion, secret, mounts);
        if (mounts.Count > 0) conversion.Container["mountPoints"] = mounts.DistinctBy(mount => mount.Text("containerPath")).ToJson();
        if (memory.Count > 0) conversion.Linux["tmpfs"] = memory.ToJson();
        AddVolumesFrom(conversion);
    }

    public static JsonObject MountPoint(string volume, string target, bool readOnly)
    {
        var mount = new JsonObject { ["sourceVolume"] = volume, ["containerPath"] = target };
        if (readOnly) mount["readOnly"] = true;
        return mount;
    }

    /// <summary>Values of the driver options of each volume that a service mounts.</summary>
    /// <param name="compose">Says the options; interpolated or not.</param>
    /// <param name="service">Interpolated: only then its mounts are written out.</param>
    public static IReadOnlyList<string> DriverOptions(ComposeDocument compose, ComposeService service) =>
        [.. service.Node.Objects("volumes").Where(mount => mount.Text("type") == "volume").Select(mount => mount.Text("source")).OfType<string>()
            .SelectMany(volume => compose.Root.Object("volumes").Object(volume).Members("driver_opts")).Select(option => option.Value.Text()).OfType<string>()];

    private static void AddMount(ServiceConversion conversion, JsonObject mount, List<JsonObject> mounts, List<JsonObject> memory)
    {
        if (mount.Text("target") is not { Length: > 0 } target) return;
        var source = mount.Text("source") ?? "";
        switch (mount.Text("type"))
        {
            case "tmpfs":
                memory.Add(Tmpfs(conversion, target, ComposeUnits.MiB(mount.Object("tmpfs").Text("size")), []));
                break;
            case "bind" when Bind(conversion, source, target) is { } volume:
                mounts.Add(MountPoint(volume, target, mount.Flag("read_only")));
                break;
            case "bind":
                break;
            case "volume":
                if (mount.Object("volume").Says("subpath")) conversion.Warn("volumes", $"{target}: ECS mounts whole volumes; 'subpath' is left out");
                mounts.Add(MountPoint(Named(conversion, source, target), target, mount.Flag("read_only")));
                break;
            case var type:
                conversion.Warn("volumes", $"{target}: a mount of type '{type}' has no counterpart; it is left out");
                break;
        }
    }

    /// <summary>A volume of the task when it has no name, else one that outlives the task.</summary>
    private static string Named(ServiceConversion conversion, string source, string target)
    {
        if (source.Length == 0) return conversion.Task.AddVolume($"{conversion.Service.ContainerName}{target}", () => []);
        var volume = conversion.Task.Compose.Root.Object("volumes").Object(source);
        if (conversion.IsFargate && DataPaths.IsOfDatabase(conversion.Service, target)) return Data(conversion, source, target);
        if (conversion.IsFargate)
        {
            conversion.Warn("volumes", $"{target}: on Fargate volume '{source}' lives as long as its task; for data that stays write 'efsVolumeConfiguration' by hand");
            return conversion.Task.AddVolume(source, () => []);
        }

        var docker = new JsonObject { ["scope"] = "shared", ["autoprovision"] = !volume.Flag("external"), ["driver"] = volume.Text("driver") ?? "local" };
        if (volume.Says("driver_opts"))
            docker["driverOpts"] = new JsonObject(volume.Members("driver_opts").Select(option => KeyValuePair.Create(option.Key, (JsonNode?)conversion.Written.OfDriverOption(source, option.Key, option.Value.Text() ?? ""))));
        if (!conversion.Options.IsRehearsal) conversion.Warn("volumes", $"{target}: volume '{source}' lies on the one container instance that the task runs on; another instance begins with an empty one");
        return conversion.Task.AddVolume(volume.Text("name") ?? source, () => new() { ["dockerVolumeConfiguration"] = docker });
    }

    /// <summary>Data that outlives a task: on container instances a volume of Docker, on Fargate a file system of EFS. In a rehearsal on Fargate it lives as long as the task.</summary>
    private static string Data(ServiceConversion conversion, string name, string target)
    {
        if (!conversion.IsFargate)
        {
            if (!conversion.Options.IsRehearsal) conversion.Warn("volumes", $"{target}: volume '{name}' lies on the one container instance that the task runs on; another instance begins with an empty one");
            return conversion.Task.AddVolume(name, () => new() { ["dockerVolumeConfiguration"] = new JsonObject { ["scope"] = "shared", ["autoprovision"] = true, ["driver"] = "local" } });
        }

        // A service of its own is replaced without the others, and keeps its data then.
        if (conversion.Options.IsRehearsal && !conversion.Task.IsAlone)
            return conversion.Task.AddVolume(name, () => new() { ["efsVolumeConfiguration"] = new JsonObject { ["fileSystemId"] = RehearsedFileSystem(name) } });

        if (conversion.Options.IsRehearsal)
        {
            conversion.Warn("volumes", $"{target}: in the rehearsal on Fargate volume '{name}' lives as long as its task");
            return conversion.Task.AddVolume(name, () => []);
        }

        conversion.Warn("volumes", $"{target}: on Fargate data that outlives a task is in EFS; write the id of the file system in the place of {WrittenValues.FillIn}");
        return conversion.Task.AddVolume(name, () => new() { ["efsVolumeConfiguration"] = new JsonObject { ["fileSystemId"] = WrittenValues.FillIn, ["transitEncryption"] = "ENABLED" } });
    }

    /// <summary>An id as EFS gives them, one for each name of a volume.</summary>
    private static string RehearsedFileSystem(string volume) => $"fs-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(volume)))[..17]}";

    /// <returns>Null when the mount is left out.</returns>
    private static string? Bind(ServiceConversion conversion, string source, string target)
    {
        var project = conversion.Options.ProjectDirectory?.TrimEnd('/');
        var isInProject = project is not null && (source == project || source.StartsWith(project + "/", StringComparison.Ordinal));
        if (isInProject && conversion.Task.Services.Any(service => HoldsData(service, source, conversion.Options)))
        {
            var volume = EcsName.From($"{conversion.Task.Compose.Name}_{source[project!.Length..].Trim('/')}");
            conversion.Warn("volumes", $"{target}: {source} holds data and no sources, so it is volume '{volume}', which begins empty");
            return Data(conversion, volume, target);
        }

        if (conversion.IsFargate)
            LeaveOut(conversion, source, target, $"Fargate mounts no path of a host ({source}); copy it into the image");
        // Also in a rehearsal, which would else run the working copy and not the image.
        else if (isInProject)
            LeaveOut(conversion, source, target, $"{source} is a part of the sources, which a container instance does not have; it is left out, so the image has to contain it");
        else if (conversion.Options.IsRehearsal)
            return HostVolume(conversion, source, target, "is a path of this machine, which no other has; copy it into the image before it is deployed elsewhere");
        else
            return HostVolume(conversion, source, target, "has to exist on each container instance");
        return null;
    }

    /// <summary>What a service may only read is data where another one writes it.</summary>
    private static bool HoldsData(ComposeService service, string source, ConversionOptions options) =>
        service.Node.Objects("volumes").Any(mount => mount.Text("source") == source && !mount.Flag("read_only") && (DataPaths.IsOfDatabase(service, mount.Text("target") ?? "") || options.HoldsData(source)));

    private static void LeaveOut(ServiceConversion conversion, string source, string target, string reason)
    {
        conversion.Warn("volumes", $"{target}: {reason}");
        // What is built from the folder that is mounted contains it, as a rule.
        if (conversion.Service.BuildContext?.TrimEnd('/') is not { } context || (source != context && !source.StartsWith(context + "/", StringComparison.Ordinal))) conversion.LeftOutPaths.Add(target);
    }

    private static string HostVolume(ServiceConversion conversion, string source, string target, string caution)
    {
        conversion.Warn("volumes", $"{target}: {source} {caution}");
        return conversion.Task.AddVolume($"host{source}", () => new() { ["host"] = new JsonObject { ["sourcePath"] = source } });
    }

    /// <summary>As in <c>/run:size=64m,mode=755</c>.</summary>
    private static JsonObject ShortTmpfs(ServiceConversion conversion, string text)
    {
        var parts = text.Split(':', 2);
        var options = parts.Length == 2 ? parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        var size = options.FirstOrDefault(option => option.StartsWith("size=", StringComparison.Ordinal));
        return Tmpfs(conversion, parts[0], ComposeUnits.MiB(size?["size=".Length..]), [.. options.Where(option => option != size)]);
    }

    private static JsonObject Tmpfs(ServiceConversion conversion, string target, int? size, IReadOnlyList<string> options)
    {
        if (size is null) conversion.Warn("tmpfs", $"{target}: ECS needs a size; it is {DefaultTmpfs} MiB");
        var tmpfs = new JsonObject { ["containerPath"] = target, ["size"] = size ?? DefaultTmpfs };
        if (options.Count > 0) tmpfs["mountOptions"] = options.ToJson();
        return tmpfs;
    }

    private static void AddVolumesFrom(ServiceConversion conversion)
    {
        var sources = new List<JsonObject>();
        foreach (var text in conversion.From.Texts("volumes_from"))
        {
            var parts = text.Split(':');
            if (conversion.Task.Find(parts[0]) is { } service)
                sources.Add(new() { ["sourceContainer"] = service.ContainerName, ["readOnly"] = parts[^1] == "ro" });
            else
                conversion.Warn("volumes_from", $"'{text}' is no service of this task definition");
        }

        if (sources.Count > 0) conversion.Container["volumesFrom"] = sources.ToJson();
    }
}
