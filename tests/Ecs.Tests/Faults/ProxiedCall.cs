using System.Text.Json.Nodes;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>A call that reached the proxy.</summary>
/// <param name="Request">The document of a JSON call; empty for another protocol's.</param>
/// <param name="IsForwarded">Whether the server got it.</param>
/// <param name="SignedAt">The time in its signature.</param>
internal sealed record ProxiedCall(string Operation, JsonObject Request, bool IsForwarded, DateTimeOffset? SignedAt);
