using System.Text;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>A task definition in few lines for a reader: each container with what it is, and below it a line for each kind of thing that it has.</summary>
internal static class TaskSummary
{
    /// <summary>Members that have a line of their own, or are alike in all containers.</summary>
    private static readonly string[] Told =
    [
        "name", "image", "essential", "memory", "memoryReservation", "cpu", "portMappings", "links", "dependsOn", "command", "entryPoint", "environment", "environmentFiles", "secrets",
        "mountPoints", "healthCheck", "logConfiguration",
    ];

    public static string Of(TaskDefinitionDocument document)
    {
        var text = new StringBuilder($"network mode {document.NetworkMode}");
        if (document.Memory is { } memory) text.Append($", {document.Cpu} CPU units and {memory} MiB for the task");
        text.Append('\n');
        foreach (var container in document.Containers) Append(text, container);
        foreach (var volume in document.Volumes) text.Append("volume ").Append(volume.Name).Append(": ").Append(Kind(volume)).Append('\n');
        return text.ToString();
    }

    private static void Append(StringBuilder text, ContainerDefinition container)
    {
        text.Append(container.Name).Append(": ").Append(container.Image).Append(container.Essential ? ", essential" : ", may end");
        if (container.MemoryReservation is { } reserved) text.Append($", {reserved} MiB reserved");
        if (container.Memory is { } most) text.Append($", {most} MiB at most");
        if (container.Cpu is { } cpu) text.Append($", {cpu} CPU units");
        text.Append('\n');
        Line(text, "ports", container.PortMappings.Select(port => $"{port.HostPort}:{port.ContainerPort}/{port.Protocol}"));
        Line(text, "port names", (container.Node["portMappings"] as JsonArray ?? []).Where(port => port!["name"] is not null).Select(port => $"{port!["name"]}{(port["appProtocol"] is { } protocol ? $" ({protocol})" : "")}"));
        Line(text, "links", container.Links);
        Line(text, "after", container.DependsOn.Select(dependency => $"{dependency.ContainerName} {dependency.Condition}"));
        Line(text, "entry point", container.EntryPoint ?? [], " ");
        Line(text, "command", container.Command ?? [], " ");
        foreach (var (name, value) in container.Environment) Line(text, "env", [$"{name}={value}"]);
        Line(text, "env files", container.EnvironmentFiles);
        Line(text, "secrets", (container.Node["secrets"] as JsonArray ?? []).Select(secret => (string?)secret!["name"] ?? ""));
        Line(text, "mounts", container.MountPoints.Select(mount => $"{mount.SourceVolume}:{mount.ContainerPath}{(mount.ReadOnly ? ":ro" : "")}"));
        if (container.HealthCheck is { } check)
            Line(text, "health", [$"{string.Join(' ', check.Command)} (every {check.Interval} s, {check.Timeout} s each, {check.Retries} retries, {check.StartPeriod} s to start)"]);
        foreach (var (name, value) in container.Node.Where(member => !Told.Contains(member.Key))) Line(text, name, [value?.ToJsonString() ?? "null"]);
    }

    private static void Line(StringBuilder text, string title, IEnumerable<string> items, string separator = ", ")
    {
        var line = string.Join(separator, items);
        if (line.Length > 0) text.Append("    ").Append(title).Append(' ').Append(line.ReplaceLineEndings("\\n")).Append('\n');
    }

    private static string Kind(VolumeDefinition volume) => volume.HostPath is { } path ? $"{path} of the host"
        : volume.Shared ? "Docker's, on the container instance"
        : volume.FileSystem is { } system ? $"EFS {system}"
        : "the task's own";
}
