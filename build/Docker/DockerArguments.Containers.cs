using Slipway.Docker.Containers;

namespace Slipway.Docker;

public static partial class DockerArguments
{
    /// <param name="environmentFile">Holds the single-line variables of <see cref="ContainerSettings.Environment"/>.</param>
    /// <param name="inherited">Names of variables that docker takes from its own environment.</param>
    public static string[] Create(ContainerSettings settings, string? environmentFile = null, params IEnumerable<string> inherited) =>
        [.. Container(["create"], settings, settings?.Name, environmentFile, inherited).ToArray()];

    /// <summary>A container that is removed when it ends, with its input connected.</summary>
    /// <param name="name">By which it can be found when this command is killed.</param>
    /// <inheritdoc cref="Create"/>
    public static string[] Run(ContainerSettings settings, string name, string? environmentFile = null, params IEnumerable<string> inherited) =>
        [.. Container(["run", "--rm", "--interactive"], settings, name, environmentFile, inherited).ToArray()];

    public static string[] Start(string container) => ["start", container];

    public static string[] Stop(string container, TimeSpan? timeout) =>
        new ArgumentList("stop").Option("--time", timeout is { } time ? (long)Math.Ceiling(time.TotalSeconds) : null).Add(container).ToArray();

    public static string[] Kill(string container, string signal) => ["kill", "--signal", signal, container];

    public static string[] RemoveContainer(string container, bool force, bool volumes) =>
        new ArgumentList("rm").Flag("--force", force).Flag("--volumes", volumes).Add(container).ToArray();

    public static string[] Wait(string container) => ["wait", container];

    /// <param name="tail">The number of last lines; null: all.</param>
    public static string[] Logs(string container, int? tail) => new ArgumentList("logs").Option("--tail", tail).Add(container).ToArray();

    public static string[] InspectContainers(IEnumerable<string> containers) => ["container", "inspect", .. containers];

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <param name="all">Those that do not run, too.</param>
    public static string[] ListContainers(IEnumerable<string> labels, bool all) =>
        new ArgumentList("ps", "--no-trunc", "--format", "{{json .}}").Flag("--all", all).Options("--filter", labels.Select(LabelFilter)).ToArray();

    public static string[] ListContainersByPort(int hostPort) =>
        ["ps", "--no-trunc", "--format", "{{json .}}", "--filter", $"publish={hostPort}/tcp"];

    private static ArgumentList Container(
        string[] command, ContainerSettings? settings, string? name, string? environmentFile, IEnumerable<string> inherited)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var arguments = new ArgumentList(command)
            .Option("--name", name)
            .Option("--pull", settings.Pull)
            .Option("--platform", settings.Platform)
            .Option("--hostname", settings.Hostname)
            .Options("--label", settings.Labels)
            .Option("--env-file", environmentFile)
            .Options("--env", inherited);
        AddNetworking(arguments, settings.Networking);
        AddStorage(arguments, settings.Storage);
        AddResources(arguments, settings.Resources);
        AddHealthCheck(arguments, settings.HealthCheck);
        AddProcess(arguments, settings);
        return arguments.Option("--entrypoint", settings.Entrypoint is { } entry ? entry.Count > 0 ? entry[0] : "" : null)
            .Add(settings.Image)
            .Add(settings.Entrypoint?.Skip(1) ?? [])
            .Add(settings.Command);
    }

    private static void AddNetworking(ArgumentList arguments, ContainerNetworking networking) => arguments
        .Option("--network", networking.Network)
        .Options("--network-alias", networking.Aliases)
        .Options("--publish", networking.PublishedPorts)
        .Options("--link", networking.Links)
        .Options("--add-host", networking.ExtraHosts)
        .Options("--dns", networking.DnsServers)
        .Options("--dns-search", networking.DnsSearchDomains);

    private static void AddStorage(ArgumentList arguments, ContainerStorage storage) => arguments
        .Options("--mount", storage.Mounts)
        .Options("--volume", storage.Volumes)
        .Options("--tmpfs", storage.Tmpfs)
        .Options("--volumes-from", storage.VolumesFrom);

    private static void AddResources(ArgumentList arguments, ContainerResources resources) => arguments
        .Option("--memory", MiB(resources.MemoryMiB))
        .Option("--memory-reservation", MiB(resources.MemoryReservationMiB))
        .Option("--memory-swap", resources.MemorySwapMiB == -1 ? "-1" : MiB(resources.MemorySwapMiB))
        .Option("--memory-swappiness", resources.MemorySwappiness)
        .Option("--shm-size", MiB(resources.ShmSizeMiB))
        .Option("--cpu-shares", resources.CpuShares)
        .Option("--cpus", resources.Cpus?.ToString())
        .Options("--ulimit", resources.Ulimits)
        .Options("--sysctl", resources.Sysctls)
        .Options("--device", resources.Devices)
        .Option("--pid", resources.PidMode)
        .Option("--ipc", resources.IpcMode);

    private static void AddHealthCheck(ArgumentList arguments, HealthCheck? check)
    {
        if (check is null)
            return;

        if (check.IsNone)
        {
            arguments.Add("--no-healthcheck");
            return;
        }

        arguments
            .Option("--health-cmd", check.Script)
            .Option("--health-interval", Duration(check.Interval))
            .Option("--health-timeout", Duration(check.Timeout))
            .Option("--health-retries", check.Retries)
            .Option("--health-start-period", Duration(check.StartPeriod));
    }

    private static void AddProcess(ArgumentList arguments, ContainerSettings settings) => arguments
        .Option("--user", settings.User)
        .Option("--workdir", settings.Workdir)
        .Option("--stop-timeout", settings.StopTimeout is { } stop ? (long)Math.Ceiling(stop.TotalSeconds) : null)
        .Option("--stop-signal", settings.StopSignal)
        .Option("--restart", settings.RestartPolicy)
        .Flag("--init", settings.Init)
        .Flag("--tty", settings.Tty)
        .Flag("--interactive", settings.Interactive)
        .Flag("--privileged", settings.Privileged)
        .Flag("--read-only", settings.ReadOnly)
        .Options("--cap-add", settings.CapabilitiesAdded)
        .Options("--cap-drop", settings.CapabilitiesDropped)
        .Options("--security-opt", settings.SecurityOptions)
        .Option("--log-driver", settings.LogDriver)
        .Options("--log-opt", settings.LogOptions);

    private static string? MiB(long? value) => value is null ? null : $"{value}m";

    private static string? Duration(TimeSpan? value) => value is { } time ? $"{(long)time.TotalMilliseconds}ms" : null;

    private static string LabelFilter(string label) => $"label={label}";
}
