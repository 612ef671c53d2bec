using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>What of a service's definition ECS changes without a deployment of its own, where CodeDeploy deploys the service.</summary>
/// <param name="before">As the service was before its deployment.</param>
internal sealed class DefinedSettings(EcsClient ecs, RolloutRequest request, ServiceDescription before)
{
    /// <summary>Gives the service what it has not yet, so that the new tasks have it.</summary>
    /// <returns>Whether there was something to change.</returns>
    public Task<bool> ApplyAsync(CancellationToken cancellation) => UpdateAsync(request.Definition?.ChangesTo(before.Node), cancellation);

    /// <summary>Gives it back what it had.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/returns"/>
    public Task<bool> UndoAsync(CancellationToken cancellation) => UpdateAsync(request.Definition?.Undo(before.Node), cancellation);

    private async Task<bool> UpdateAsync(JsonObject? members, CancellationToken cancellation)
    {
        if (members is not { Count: > 0 }) return false;
        var update = new JsonObject { ["cluster"] = request.Cluster, ["service"] = request.Service };
        foreach (var (member, value) in members) update[member] = value?.DeepClone();
        await ecs.UpdateServiceAsync(update, cancellation);
        return true;
    }
}
