using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A cluster. <see cref="Definition"/> keeps what its creation asked for beside the name (settings, tags, …).</summary>
public sealed record Cluster(string Name, string Arn, JsonObject Definition);
