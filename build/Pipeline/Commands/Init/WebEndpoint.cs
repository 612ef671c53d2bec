using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>The port that the application is visited at.</summary>
/// <param name="Path">A path that answers, where the health check of the service asks for one; else null.</param>
internal sealed partial record WebEndpoint(ComposeService Service, ComposePort Port, string? Path)
{
    /// <summary>Where a load balancer listens when the Compose file names no port of this machine.</summary>
    public const int DefaultListener = 8080;

    /// <summary>A sign-in or a page that is not there, too: all that the health check of a load balancer can take. It is written down, since a target group takes 200 alone unless it is told more.</summary>
    private const string AnyAnswer = "200-499";

    /// <summary>The ports that web servers listen on, the likelier first.</summary>
    private static readonly int[] Usual = [80, 8080, 443, 8443, 3000, 5601, 8000, 5000, 4000, 9000];

    /// <summary>The ports of those at which a load balancer of HTTP can ask: the encrypted ones, and the one that PHP's FastCGI has too, are none.</summary>
    private static readonly int[] Http = [.. Usual.Except([443, 8443, 9000])];

    /// <summary>Whether another service has the port of this machine that it is published at.</summary>
    public bool IsTaken { get; init; }

    /// <summary>The port of this machine at which a load balancer leads to it.</summary>
    public int Listener => Port.Published > 0 ? Port.Published : DefaultListener;

    /// <summary>As in <c>8080/tcp</c>.</summary>
    public string PublishedAt => $"{Port.Published}/{Port.Protocol}";

    /// <summary>Whether a load balancer can lead to it: a health check asks it by HTTP, or everybody knows the port for that.</summary>
    public bool IsHttp => Path is not null || Http.Contains(Port.Target);

    /// <summary>Its address in a rehearsal, behind a load balancer; null when it is not certain what answers there.</summary>
    public string? BalancedUrl => Path is not null && !IsTaken ? $"http://127.0.0.1:{Listener}{Path}" : null;

    /// <summary>Its address in a rehearsal, where its port is published; null when it is not certain what answers there.</summary>
    public string? Url => Path is not null && Port.Published > 0 && !IsTaken ? $"http://127.0.0.1:{Port.Published}{Path}" : null;

    /// <summary>Where a rehearsal answers, as far as the ports say it; null when its port is not known before, or behind a load balancer that is not configured.</summary>
    public string? Address(bool isBalanced) =>
        IsTaken ? null : isBalanced ? IsHttp ? $"http://127.0.0.1:{Listener}{Path ?? "/"}" : null : Port.Published > 0 ? $"{(Port.Target is 443 or 8443 ? "https" : "http")}://127.0.0.1:{Port.Published}{Path ?? "/"}" : null;

    /// <summary>Whether a rehearsal on Fargate, whose containers publish no port of this machine, has a load balancer for it. A port that Docker would choose is no listener.</summary>
    /// <param name="isMain">Whether it is what visitors of the application come for.</param>
    public bool IsBalanced(bool isMain) => IsHttp && !IsTaken && (isMain || Port.Published > 0);

    /// <summary>The key of that load balancer; a comment where there is none.</summary>
    public string BalancerLine(bool isMain)
    {
        var line = $"loadBalancer: {{ container: {Yaml.Scalar(Service.ContainerName)}, port: {Port.Target}, listener: {Listener}{(Path is null ? $", healthCodes: {AnyAnswer}" : $", healthCheck: {Path}")} }}";
        return IsBalanced(isMain) ? line : $"# {line}   # {(IsHttp ? "with a listener that no other service has" : "if it answers by HTTP")}; take the comment away";
    }

    /// <summary>The most likely of all published TCP ports; null when there is none.</summary>
    public static WebEndpoint? Find(IEnumerable<ComposeService> services)
    {
        var ports = services.Where(service => service.Kind == ServiceKind.Application)
            .SelectMany(service => service.Ports.Where(port => port.Protocol == "tcp" && PrivatePorts.Owner(service, port.Target) is null).Select(port => (Service: service, Port: port)))
            .OrderBy(pair => pair.Port.IsLoopback)
            .ThenBy(pair => Array.IndexOf(Usual, pair.Port.Target) is >= 0 and var rank ? rank : Usual.Length)
            // Of two that listen on the same port, the one that visitors reach without naming a port.
            .ThenBy(pair => Array.IndexOf(Usual, pair.Port.Published) is >= 0 and var published ? published : Usual.Length)
            .ToList();
        return ports.Count == 0 ? null : new(ports[0].Service, ports[0].Port, HealthPath(ports[0].Service, ports[0].Port.Target));
    }

    private static string? HealthPath(ComposeService service, int port)
    {
        var url = LocalUrl().Match(string.Join(' ', service.HealthCommand));
        var asked = url.Groups["port"].Success ? int.Parse(url.Groups["port"].Value) : 80;
        if (!url.Success || asked != port) return null;
        return url.Groups["path"].Value is { Length: > 0 } path ? path : "/";
    }

    [GeneratedRegex(@"http://(localhost|127\.0\.0\.1|0\.0\.0\.0)(:(?<port>[0-9]{1,5}))?(?<path>/[A-Za-z0-9/._~-]*)?", RegexOptions.ExplicitCapture)]
    private static partial Regex LocalUrl();
}
