using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>What a task definition says about the task as a whole.</summary>
internal static class TaskMembers
{
    /// <summary>
    /// What a task on Fargate needs beside its containers for the proxy of Service Connect: "We recommend adding 256 CPU units and at least 64 MiB of memory" (developer guide,
    /// Service Connect components). A container of which nothing is said has no CPU units, and the smallest task has as many as the proxy needs.
    /// </summary>
    private static readonly FargateSize Proxy = new(256, 64);

    /// <param name="containers">The container definitions; they become a part of the document.</param>
    /// <param name="refusal">Why there can be no such task, or null.</param>
    public static JsonObject Document(TaskConversion task, IReadOnlyList<JsonObject> containers, out string? refusal)
    {
        refusal = null;
        var document = new JsonObject { ["family"] = task.Options.Family, ["networkMode"] = task.NetworkMode };
        if (task.Options.LaunchType == LaunchType.Fargate) refusal = AddFargate(document, containers, task.IsAlone ? null : Proxy);
        AddPlatform(task, document);
        if (task.NeedsExecutionRole) document["executionRoleArn"] = task.Options.ExecutionRoleArn;
        if (containers.All(container => container.Text("essential") == "false")) refusal ??= "every service ends on its own for another one, so nothing would keep the task up";
        document["containerDefinitions"] = containers.ToJson();
        if (task.Volumes.Count > 0) document["volumes"] = task.Volumes.ToJson();
        return document;
    }

    private static string? AddFargate(JsonObject document, IReadOnlyList<JsonObject> containers, FargateSize? beside)
    {
        document["requiresCompatibilities"] = new JsonArray("FARGATE");
        var cpu = containers.Sum(container => (long)(container.Integer("cpu") ?? 0));
        var memory = containers.Sum(container => (long)(container.Integer("memory") ?? container.Integer("memoryReservation") ?? 0));
        if (FargateSize.For(cpu + (beside?.Cpu ?? 0), memory + (beside?.Memory ?? 0)) is not { } size)
            return $"the services want {cpu} units of CPU and {memory} MiB of memory together, more than a task on Fargate has; lower 'cpus' and 'mem_limit', or use --launch-type=ec2";
        document["cpu"] = size.Cpu.ToString();
        document["memory"] = size.Memory.ToString();
        return null;
    }

    private static void AddPlatform(TaskConversion task, JsonObject document)
    {
        var platforms = task.Services.Select(service => service.Node.Text("platform")).OfType<string>().Distinct().ToList();
        if (platforms.Count == 0) return;
        var parts = platforms[0].Split('/');
        var architecture = parts.ElementAtOrDefault(1) switch { "arm64" or "aarch64" => "ARM64", "amd64" or "x86_64" => "X86_64", _ => null };
        if (platforms.Count > 1) task.Warn("platform", $"a task runs on one platform, and services name {string.Join(", ", platforms)}; none is written");
        else if (parts[0] != "linux" || architecture is null) task.Warn("platform", $"'{platforms[0]}' is none of linux/amd64 and linux/arm64; write 'runtimePlatform' by hand");
        else document["runtimePlatform"] = new JsonObject { ["cpuArchitecture"] = architecture, ["operatingSystemFamily"] = "LINUX" };
    }
}
