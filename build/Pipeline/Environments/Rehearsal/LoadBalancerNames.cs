using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// What the load balancer of a rehearsed service and its target groups are called: as the service, where it is in the cluster of rehearsals and its name
/// cannot be another's. All others end with a hash of cluster and service, since rehearsals share one account.
/// </summary>
internal sealed partial class LoadBalancerNames(ServiceAddress address)
{
    /// <summary>Elastic Load Balancing takes no more, and letters, digits and hyphens only, none at either end.</summary>
    private const int Longest = 32;

    private const string ByAddress = "-ip";

    private readonly string _name = address.Cluster == Settings.RehearsalName ? address.Service : $"{address.Cluster}/{address.Service}";

    /// <summary>What earlier versions called the load balancer, in one environment or another: names that two services could share.</summary>
    public IEnumerable<string> FormerLoadBalancers => new[] { address.Service, $"{address.Cluster}-{address.Service}" }.Select(name => Fit(name, "", isUnmistakable: true)).Where(name => name != LoadBalancer);

    public string LoadBalancer => Fit(_name, "", !LikeAnothers().IsMatch(_name));

    /// <param name="byAddress">Of the group for tasks with an address of their own.</param>
    public string TargetGroup(bool byAddress) => Fit(_name, byAddress ? ByAddress : "", !LikeAnothers().IsMatch(_name));

    private static string Fit(string name, string suffix, bool isUnmistakable)
    {
        var clean = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        if (clean == name && name.Length + suffix.Length <= Longest && isUnmistakable) return name + suffix;
        var end = $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}{suffix}";
        return (clean.Length + end.Length <= Longest ? clean : clean[..(Longest - end.Length)].TrimEnd('-')) + end;
    }

    /// <summary>A name that ends like one of another service that has a hash, or like a group by address.</summary>
    [GeneratedRegex("-([0-9a-f]{8}|ip)$")]
    private static partial Regex LikeAnothers();
}
