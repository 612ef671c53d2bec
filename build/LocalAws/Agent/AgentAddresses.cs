using System.Globalization;

namespace Slipway.LocalAws.Agent;

/// <summary>
/// Where the agent is for containers, and from where they call it: link-local addresses, of which every LocalAws on an engine has all, as each has its
/// own network. ECS's own network plugin takes the same: https://github.com/aws/amazon-ecs-agent, <c>agent/ecscni</c>.
/// </summary>
public static class AgentAddresses
{
    /// <summary>The one that the SDKs of AWS know.</summary>
    public const string Agent = "169.254.170.2";

    /// <summary>Addresses in 169.254.172.0/22 without the first and the last.</summary>
    private const int Count = 1022;

    /// <summary>Where the names of Service Connect lead, in the hosts files of tasks.</summary>
    public static IReadOnlyList<string> OfNames { get; } = [.. Enumerable.Range(1, 254).Select(number => string.Create(CultureInfo.InvariantCulture, $"169.254.171.{number}"))];

    /// <summary>The first that nobody has; null when all are taken.</summary>
    public static string? NextFree(IReadOnlySet<string> taken) => Enumerable.Range(1, Count).Select(Of).FirstOrDefault(address => !taken.Contains(address));

    private static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"169.254.{172 + (number / 256)}.{number % 256}");
}
