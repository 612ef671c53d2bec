using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>How the HAProxy of one listener should be.</summary>
/// <param name="Servers">By name, as in <c>rr-3/i-0abc:32768_172.20.0.5_8080</c>.</param>
/// <param name="Registered">The names, without the backend, of all targets that are registered anywhere: what else is found is cut off.</param>
/// <param name="Rules">Commands that make the rules, but for their beginning and their commitment.</param>
/// <param name="Certificate">Commands that make the certificate the listener's; none for HTTP.</param>
/// <param name="Version">Stands for the rules and the certificate: the same for the same ones.</param>
public sealed record ProxyPlan(
    IReadOnlyDictionary<string, PlannedServer> Servers, IReadOnlySet<string> Registered, IReadOnlyList<string> Rules, IReadOnlyList<string> Certificate, string Version)
{
    private const int VersionDigits = 16;

    /// <summary>The certificates beside the listener's own: PEM by the name that HAProxy knows them by.</summary>
    public IReadOnlyDictionary<string, string> CertificateList { get; init; } = new Dictionary<string, string>();

    /// <summary>The same for plans that HAProxy needs no commands to go from one to the other.</summary>
    public string Fingerprint { get; } = Version + string.Concat(
        Servers.OrderBy(server => server.Key, StringComparer.Ordinal).Select(server => $" {server.Key}={server.Value.TakesRequests}"));

    /// <param name="certificate">The PEM that an HTTPS listener serves TLS with.</param>
    /// <param name="certificateList">By ARN, the PEM of those that it serves TLS with for other names.</param>
    public static ProxyPlan Of(LoadBalancingState state, Listener listener, string? certificate = null, IReadOnlyDictionary<string, string>? certificateList = null)
    {
        var servers = new Dictionary<string, PlannedServer>();
        foreach (var group in listener.TargetGroupArns().Select(state.TargetGroup).OfType<TargetGroup>())
        {
            var backend = ServerNames.Backend(group);
            var failsOpen = group.Targets.All(target => target.Health.State != TargetState.Healthy);
            foreach (var target in group.Targets)
            {
                var takesRequests = target.DrainingUntil is null && (failsOpen || target.Health.State == TargetState.Healthy);
                servers[$"{backend}/{ServerNames.Server(target.At)}"] = new($"{target.At.Address}:{target.At.ContainerPort}", takesRequests);
            }
        }

        var registered = state.TargetGroups.SelectMany(group => group.Targets).Select(target => ServerNames.Server(target.At)).ToHashSet();
        var rules = RuleCommands.Of(state, listener);
        var commands = certificate is null ? [] : CertificateCommands.Of(certificate);
        var list = (certificateList ?? new Dictionary<string, string>()).ToDictionary(of => CertificateCommands.NameOf(of.Key), of => of.Value);
        return new(servers, registered, rules, commands, VersionOf([.. rules, .. commands, .. list.Keys, .. list.Values])) { CertificateList = list };
    }

    private static string VersionOf(IReadOnlyList<string> rules) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rules))))[..VersionDigits];
}

/// <param name="Address">IP address and port.</param>
/// <param name="TakesRequests">False for one that only ends what it has started.</param>
public sealed record PlannedServer(string Address, bool TakesRequests);
