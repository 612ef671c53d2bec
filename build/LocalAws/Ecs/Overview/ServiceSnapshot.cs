using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>One service and its tasks.</summary>
internal sealed record ServiceSnapshot(JsonObject Service, IReadOnlyList<JsonObject> Tasks);
