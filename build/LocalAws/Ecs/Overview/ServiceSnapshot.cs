using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>One service and its tasks.</summary>
/// <param name="Paused">Its service deployment, when that waits for a person; else null.</param>
internal sealed record ServiceSnapshot(JsonObject Service, IReadOnlyList<JsonObject> Tasks, JsonObject? Paused);
