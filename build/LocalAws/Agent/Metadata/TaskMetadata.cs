using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>Puts together what ECS and what the engine know of a task. Every method throws <see cref="EngineException"/> when the engine cannot be asked.</summary>
internal sealed class TaskMetadata(LocalAwsOptions options, DockerEngine docker, TimeProvider time)
{
    /// <returns>Null when the container is not on the engine.</returns>
    public async Task<JsonNode?> ContainerAsync(AgentTask task, AgentContainer container, int version, CancellationToken cancellationToken)
    {
        var seen = await SeeAsync([container.EngineName, .. PauseOf(task)], cancellationToken);
        if (!seen.TryGetValue(container.EngineName, out var engine))
            return null;
        var interfaced = task.Interface is { } own ? seen.GetValueOrDefault(own.EngineName) : null;
        return ContainerDocument.Of(task, container, engine, NetworkDocument.Of(task, engine, interfaced, version), version);
    }

    public async Task<JsonNode> TaskAsync(AgentTask task, int version, bool withTags, CancellationToken cancellationToken)
    {
        var seen = await SeeAsync([.. task.Containers.Select(container => container.EngineName), .. PauseOf(task)], cancellationToken);
        var document = TaskDocument.Of(task, seen, options.Region, version, withTags);
        if (task.IsOnFargate && version > 3)
            FargateDocument.Add(document, task, await docker.WrittenBytesAsync([.. seen.Values.Select(container => container.ID)], cancellationToken), time.GetUtcNow());
        return document;
    }

    /// <returns>Null when the container is not on the engine.</returns>
    public async Task<JsonNode?> ContainerStatsAsync(AgentTask task, AgentContainer container, CancellationToken cancellationToken)
    {
        var ofContainer = docker.StatsAsync(container.EngineName, cancellationToken);
        var ofPause = PauseStatsAsync(task, cancellationToken);
        return WithNetworks(await ofContainer, await ofPause);
    }

    /// <summary>By the id of each container; null for those that are not on the engine.</summary>
    public async Task<JsonNode> TaskStatsAsync(AgentTask task, CancellationToken cancellationToken)
    {
        var ofPause = PauseStatsAsync(task, cancellationToken);
        var each = await Task.WhenAll(task.Containers.Select(container => docker.StatsAsync(container.EngineName, cancellationToken)));
        var stats = new JsonObject();
        foreach (var (container, own) in task.Containers.Zip(each))
        {
            if ((container.ShownId ?? (string?)own?["id"]) is { } id)
                stats[id] = WithNetworks(own, await ofPause);
        }

        return stats;
    }

    private static string[] PauseOf(AgentTask task) => task.Interface is { } own ? [own.EngineName] : [];

    private async Task<Dictionary<string, ContainerInspectResponse>> SeeAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        (await docker.InspectContainersAsync(names, cancellationToken)).ToDictionary(container => container.Name.TrimStart('/'));

    private async Task<JsonNode?> PauseStatsAsync(AgentTask task, CancellationToken cancellationToken) =>
        task.Interface is { } own ? await docker.StatsAsync(own.EngineName, cancellationToken) : null;

    /// <summary>A container that shares another's network has no numbers of it; the agent shows the task's.</summary>
    private static JsonNode? WithNetworks(JsonNode? own, JsonNode? ofPause)
    {
        if (own is not null && ofPause?["networks"] is { } networks)
            own["networks"] = networks.DeepClone();
        return own;
    }
}
