using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Finds services that mount a part of the machine itself: Docker's socket, devices, or folders of the operating system. Nobody knows the machine that a task
/// of ECS runs on, ECS starts its containers and not Docker's clients, and Fargate has neither.
/// </summary>
public static class MachineAccess
{
    /// <summary>Folders that are the operating system's, so that what is mounted is the machine and no data.</summary>
    private static readonly string[] Folders =
        ["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/usr", "/var", "/var/lib", "/var/run"];

    /// <summary>The same, and all that is in them.</summary>
    private static readonly string[] Trees =
        ["/boot/", "/dev/", "/etc/docker/", "/lib/modules/", "/proc/", "/run/", "/sys/", "/tmp/.X11-unix/", "/usr/lib/modules/", "/var/lib/containerd/", "/var/lib/docker/", "/var/run/"];

    private static readonly string[] Files =
        ["/etc/group", "/etc/hostname", "/etc/hosts", "/etc/machine-id", "/etc/os-release", "/etc/passwd", "/etc/resolv.conf", "/etc/shadow", "/usr/bin/docker", "/usr/local/bin/docker"];

    /// <summary>Each Linux has them, alike.</summary>
    private static readonly string[] Harmless = ["/dev/null/", "/dev/shm/"];

    private static readonly string[] Sockets = ["docker.sock", "podman.sock", "containerd.sock", "docker_engine"];

    /// <summary>Names of images that observe or serve Docker for the application beside them.</summary>
    private static readonly string[] Helpers =
    [
        "acme-companion", "autoheal", "cadvisor", "caddy-docker-proxy", "ctop", "diun", "docker-autoheal", "docker-gen", "docker-letsencrypt-nginx-proxy-companion", "docker-socket-proxy",
        "dockge", "dozzle", "filebeat", "fluent-bit", "fluentd", "glances", "letsencrypt-nginx-proxy-companion", "logspout", "metricbeat", "netdata", "nginx-proxy", "node-exporter",
        "node_exporter", "ofelia", "ouroboros", "portainer", "portainer-ce", "portainer-ee", "promtail", "socket-proxy", "telegraf", "traefik", "vector", "watchtower",
    ];

    /// <summary>Helpers of Docker that an application does without in ECS, by name, each with the reason, a sentence without its full stop; none when nothing else is there.</summary>
    public static IReadOnlyDictionary<string, string> HelpersOf(ComposeDocument compose)
    {
        ArgumentNullException.ThrowIfNull(compose);
        var helpers = compose.Services.Where(service => !service.IsBuilt && Helpers.Contains(ServiceKinds.ImageName(service.Image ?? ""))).ToList();
        var found = helpers.Select(service => (service.Name, Path: PathOf(compose, service))).Where(pair => pair.Path is not null)
            .ToDictionary(pair => pair.Name, pair => $"it mounts {pair.Path} of the machine, where in ECS it would find nothing of the application; it is left out, and a load balancer, CloudWatch or ECS itself does its work");
        // Docker behind a proxy of its own.
        foreach (var service in helpers.Where(service => found.Keys.Where(name => name.Length > 0).Any(name => AsksDocker(service, name))))
            found.TryAdd(service.Name, "it asks Docker, which in ECS does not know the application; it is left out, and a load balancer, CloudWatch or ECS itself does its work");
        return found.Count < compose.Services.Count ? found : new Dictionary<string, string>();
    }

    /// <summary>Why services cannot be in a task: sentences without their full stops that say what to change.</summary>
    internal static IEnumerable<string> Refusals(ComposeDocument compose, IEnumerable<ComposeService> services) =>
        from service in services
        let path = PathOf(compose, service)
        where path is not null
        select Sockets.Any(socket => path.EndsWith(socket, StringComparison.Ordinal))
            ? $"service '{service.Name}' mounts {path}, the socket of this machine's container engine: ECS starts containers, and on Fargate there is no such socket; take the mount away, or give the service a profile, so that it is not deployed"
            : $"service '{service.Name}' mounts {path}, a part of this machine, and not of the one that the task will run on; copy what it needs into the image, or give the service a profile, so that it is not deployed";

    /// <summary>The first such path that a service mounts, or null.</summary>
    private static string? PathOf(ComposeDocument compose, ComposeService service) =>
        service.Node.Objects("volumes").Select(mount => Source(compose, mount)).OfType<string>().FirstOrDefault(IsMachine);

    private static string? Source(ComposeDocument compose, JsonObject mount) => mount.Text("type") switch
    {
        "bind" or "npipe" => mount.Text("source"),
        // A volume that is a folder by another name.
        "volume" when compose.Root.Object("volumes").Object(mount.Text("source") ?? "").Object("driver_opts") is var options && options.Text("o")?.Contains("bind", StringComparison.Ordinal) == true => options.Text("device"),
        _ => null,
    };

    private static bool IsMachine(string path)
    {
        var folder = path.TrimEnd('/') + "/";
        if (Harmless.Any(tree => folder.StartsWith(tree, StringComparison.Ordinal))) return false;
        return Folders.Contains(folder.Length == 1 ? "/" : folder[..^1]) || Files.Contains(path)
            || Trees.Any(tree => folder.StartsWith(tree, StringComparison.Ordinal)) || Sockets.Any(socket => path.EndsWith(socket, StringComparison.Ordinal));
    }

    private static bool AsksDocker(ComposeService service, string proxy) =>
        service.Environment.Values.OfType<string>().Concat(service.Node.Texts("command")).Any(word => word.Contains(":2375", StringComparison.Ordinal) && new HostName(proxy).IsHostIn("", word));
}
