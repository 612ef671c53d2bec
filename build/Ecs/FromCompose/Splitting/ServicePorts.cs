using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>
/// Finds the TCP ports at which a service answers. In Compose's network each port of a container is reached, in Service Connect those that are written down. So they are taken
/// from what is published and exposed and from what others say who call it; where neither says any, from the service's own health check, Dockerfile and variables, and from what
/// servers of its kind are known for.
/// </summary>
internal sealed partial class ServicePorts(IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files)
{
    private const int Https = 443;
    private const string Http = "http";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly PeerNames _peers = new(services, files);

    /// <summary>In the order in which they were found, each with its protocol where that is known: http or grpc.</summary>
    public IReadOnlyList<(int Port, string? Protocol)> Of(ComposeService service)
    {
        var own = service.Ports.Where(port => port.Protocol == "tcp").Select(port => port.Target).Concat(Exposed(service, "tcp")).ToList();
        // Who calls a port of UDP says no more than its number.
        var datagrams = OfUdp(service).Except(own).ToHashSet();
        var called = services.Where(other => other.Name != service.Name).SelectMany(other => Calls(other, service)).Where(call => call.Scheme != "udp" && !datagrams.Contains(call.Port)).ToList();
        var ports = own.Concat(called.Select(call => call.Port)).Distinct().ToList();
        var (checkedPort, isChecked) = HealthPort(service) is { } healthy ? (healthy, true) : (0, false);
        if (ports.Count == 0) ports.AddRange(isChecked ? [checkedPort] : OfDockerfile(service));
        if (ports.Count == 0 && int.TryParse(service.Environment.GetValueOrDefault("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var variable)) ports.Add(variable);
        if (ports.Count == 0) ports.AddRange(UsualPorts.Of(service));
        // A debugger is for people at this machine.
        return
        [
            .. ports.Where(port => port is > 0 and <= ushort.MaxValue && (service.Kind != ServiceKind.Application || PrivatePorts.Owner(service, port) is null || called.Exists(call => call.Port == port)))
                .Select(port => (port, ProtocolOf(port, called, isChecked && port == checkedPort))),
        ];
    }

    /// <summary>Those of UDP that are published or exposed, which Service Connect does not join: its endpoints are HTTP, HTTP/2, gRPC or TCP. Amazon ECS API reference, PortMapping.appProtocol.</summary>
    public static IReadOnlyList<int> OfUdp(ComposeService service) =>
        [.. service.Ports.Where(port => port.Protocol == "udp").Select(port => port.Target).Concat(Exposed(service, "udp")).Distinct()];

    private static string? ProtocolOf(int port, IReadOnlyList<(int Port, string Scheme)> called, bool isAskedByHttp)
    {
        var schemes = called.Where(call => call.Port == port && call.Scheme.Length > 0).Select(call => call.Scheme.ToLowerInvariant()).Distinct().ToList();
        if (schemes is ["grpc"]) return "grpc";
        // What is HTTP for one and another thing for the next stays TCP.
        return port != Https && (schemes is [Http] || (schemes.Count == 0 && isAskedByHttp)) ? Http : null;
    }

    /// <summary>As Compose prints it: <c>80</c>, <c>80/udp</c> or <c>8000-8010</c>, of which a range says too little.</summary>
    private static IEnumerable<int> Exposed(ComposeService service, string protocol) =>
        service.Node.Texts("expose").Select(text => text.Split('/')).Where(parts => (parts.Length > 1 ? parts[1] : "tcp") == protocol)
            .Select(parts => int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0).Where(port => port > 0);

    private static int? HealthPort(ComposeService service)
    {
        var url = LocalUrl().Match(string.Join(' ', service.HealthCommand));
        return !url.Success ? null : url.Groups["port"].Success ? Number(url.Groups["port"].Value) : 80;
    }

    private IEnumerable<int> OfDockerfile(ComposeService service) =>
        service.IsBuilt && service.InlineDockerfile is { } inline ? Exposing(inline)
        : (files.GetValueOrDefault(service.Name) ?? []).Where(file => Path.GetFileName(file.Path) == Path.GetFileName(service.Dockerfile ?? "Dockerfile")).Take(1).SelectMany(file => Exposing(file.Text));

    private static IEnumerable<int> Exposing(string dockerfile) =>
        Expose().Matches(dockerfile).SelectMany(line => line.Groups["ports"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(word => !word.EndsWith("/udp", StringComparison.OrdinalIgnoreCase)).Select(word => Number(word.Split('/')[0])).Where(port => port > 0);

    /// <summary>Whichever of its names it is called by.</summary>
    private IEnumerable<(int Port, string Scheme)> Calls(ComposeService caller, ComposeService called)
    {
        foreach (var (host, _) in _peers.Of(caller).Where(peer => peer.Peer == called))
        {
            var name = new Regex($@"(?:(?<scheme>[a-z][a-z0-9+.-]{{0,30}})://(?:[^/?#\s\x1f""'`]{{0,256}}@)?|(?<![A-Za-z0-9_.-])){Regex.Escape(host.Name)}(?::(?<port>[0-9]{{2,5}})(?![0-9]))?(?![A-Za-z0-9_-]|\.[A-Za-z0-9])", RegexOptions.ExplicitCapture, Limit);
            foreach (var (variable, text) in _peers.TextsOf(caller, host))
            {
                if (variable is not null && text == host.Name && PortBeside(caller, variable) is { } beside) yield return (beside, "");
                foreach (var call in In(name, text)) yield return call;
            }
        }
    }

    private static IEnumerable<(int Port, string Scheme)> In(Regex name, string text)
    {
        foreach (var found in name.Matches(text).Cast<Match>())
        {
            var scheme = found.Groups["scheme"].Value;
            if (found.Groups["port"].Success) yield return (Number(found.Groups["port"].Value), scheme);
            else if (UsualPorts.OfSchemes.TryGetValue(scheme.Split('+')[0], out var port)) yield return (port, scheme);
        }
    }

    /// <summary>DB_PORT beside DB_HOST.</summary>
    private static int? PortBeside(ComposeService caller, string variable)
    {
        var other = HostSuffix().Replace(variable, "PORT");
        return other != variable && caller.Environment.GetValueOrDefault(other) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"http://(localhost|127\.0\.0\.1|0\.0\.0\.0)(:(?<port>[0-9]{1,5}))?", RegexOptions.ExplicitCapture)]
    private static partial Regex LocalUrl();

    [GeneratedRegex(@"^[ \t]*EXPOSE[ \t]+(?<ports>[^#\r\n]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Expose();

    [GeneratedRegex("(HOST(NAME)?|SERVER|ADDR(ESS)?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex HostSuffix();
}
