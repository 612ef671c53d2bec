using System.Security.Cryptography;
using System.Text;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// What the load balancer of a rehearsed service and its target groups are called: as the service, within what Elastic Load Balancing takes.
/// Rehearsals share one account, so a service of the same name in another cluster needs another name.
/// </summary>
internal sealed class LoadBalancerNames(string environment, ServiceAddress address)
{
    private const int Longest = 32;
    private const string ByAddress = "-ip";

    private readonly string _name = environment == Settings.RehearsalName || address.Cluster == Settings.RehearsalName ? address.Service : $"{address.Cluster}-{address.Service}";

    public string LoadBalancer => Fit(_name, "");

    /// <param name="byAddress">Of the group for tasks with an address of their own.</param>
    public string TargetGroup(bool byAddress) => Fit(_name, byAddress ? ByAddress : "");

    /// <summary>The name with the suffix; one that is too long, or has other characters, ends with a hash instead of its rest.</summary>
    private static string Fit(string name, string suffix)
    {
        var clean = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        if (clean == name && name.Length + suffix.Length <= Longest) return name + suffix;
        var end = $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}{suffix}";
        return (clean.Length + end.Length <= Longest ? clean : clean[..(Longest - end.Length)].TrimEnd('-')) + end;
    }
}
