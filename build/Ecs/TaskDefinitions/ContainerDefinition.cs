using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// A typed view on one of the <c>containerDefinitions</c>. It reads and writes the JSON below it, so what it does not know
/// stays as it was written.
/// </summary>
public sealed class ContainerDefinition(JsonObject node)
{
    public JsonObject Node { get; } = node;

    public string Name => Node.Text("name") ?? "";

    public string Image
    {
        get => Node.Text("image") ?? "";
        set => Node["image"] = value;
    }

    /// <summary>Whether the task stops when this container does; true when the task definition says nothing.</summary>
    public bool Essential => Node.Flag("essential") ?? true;

    /// <summary>Hard limit in MiB.</summary>
    public int? Memory => Node.Number("memory");

    /// <summary>Soft limit in MiB.</summary>
    public int? MemoryReservation => Node.Number("memoryReservation");

    /// <summary>CPU units, 1024 for one core.</summary>
    public int? Cpu => Node.Number("cpu");

    /// <summary>Null when the image's own command applies.</summary>
    public IReadOnlyList<string>? Command => Node["command"] is JsonArray ? Node.Texts("command") : null;

    /// <summary>Null when the image's own entry point applies.</summary>
    public IReadOnlyList<string>? EntryPoint => Node["entryPoint"] is JsonArray ? Node.Texts("entryPoint") : null;

    public string? WorkingDirectory => Node.Text("workingDirectory");

    public string? User => Node.Text("user");

    public string? Hostname => Node.Text("hostname");

    public IReadOnlyDictionary<string, string> Environment => Node.Pairs("environment");

    /// <summary>ARNs of objects in S3, in order.</summary>
    public IReadOnlyList<string> EnvironmentFiles => [.. Node.Objects("environmentFiles").Select(file => file.Text("value") ?? "")];

    /// <summary>Each <c>name</c> or <c>name:alias</c>; bridge mode only.</summary>
    public IReadOnlyList<string> Links => Node.Texts("links");

    public IReadOnlyList<PortMapping> PortMappings =>
        [.. Node.Objects("portMappings").Select(port =>
            new PortMapping(port.Number("containerPort") ?? 0, port.Number("hostPort") ?? 0, port.Text("protocol") ?? "tcp"))];

    public IReadOnlyList<ContainerDependency> DependsOn =>
        [.. Node.Objects("dependsOn").Select(dependency =>
            new ContainerDependency(dependency.Text("containerName") ?? "", dependency.Text("condition") ?? "START"))];

    public ContainerHealthCheck? HealthCheck => Node["healthCheck"] is JsonObject check
        ? new(check.Texts("command"), check.Number("interval") ?? 30, check.Number("timeout") ?? 5, check.Number("retries") ?? 3, check.Number("startPeriod") ?? 0)
        : null;

    /// <summary>Seconds from SIGTERM to SIGKILL; null leaves it to the container instance (30 by default).</summary>
    public int? StopTimeout => Node.Number("stopTimeout");

    public IReadOnlyList<MountPoint> MountPoints =>
        [.. Node.Objects("mountPoints").Select(mount =>
            new MountPoint(mount.Text("sourceVolume") ?? "", mount.Text("containerPath") ?? "", mount.Flag("readOnly") ?? false))];

    public bool Privileged => Node.Flag("privileged") ?? false;

    public bool ReadonlyRootFilesystem => Node.Flag("readonlyRootFilesystem") ?? false;
}
