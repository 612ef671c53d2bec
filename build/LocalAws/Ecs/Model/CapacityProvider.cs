using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A capacity provider of an Auto Scaling group. <see cref="Definition"/> keeps what its creation asked for beside the name.</summary>
public sealed record CapacityProvider(string Name, string Arn, JsonObject Definition);
