namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// Addresses for networks beyond the engine's own pools: the 512 subnets of 254 addresses in 198.18.0.0/15, which RFC 2544 reserves for benchmarks and
/// which no other network uses.
/// </summary>
public static class SmallSubnets
{
    private const int Count = 512;

    /// <summary>All of them, from a random one on: two callers that start at the same time seldom try the same.</summary>
    public static IEnumerable<string> InAnyOrder() =>
        Enumerable.Range(Random.Shared.Next(Count), Count).Select(number => number % Count).Select(number => $"198.{18 + (number / 256)}.{number % 256}.0/24");

    /// <summary>The first address. Engine 20.10 chooses it too, but reports only one that it was given.</summary>
    public static string GatewayOf(string subnet) => subnet.Replace(".0/24", ".1", StringComparison.Ordinal);

    /// <summary>The sentences of engine 20.10 and of later ones.</summary>
    public static bool AreNeeded(EngineException refused) =>
        refused.Says("non-overlapping IPv4 address pool") || refused.Says("predefined address pools have been fully subnetted");

    public static bool IsTaken(EngineException refused) => refused.Says("Pool overlaps with other one");
}
