using System.Globalization;

namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>Names of Service Connect: lower-case letters, digits, <c>-</c> and <c>_</c>, 64 at most, not with <c>-</c> first. Amazon ECS API reference, PortMapping and ServiceConnectService.</summary>
internal static class ConnectedNames
{
    private const int Longest = 64;

    /// <summary>Of a port mapping, as in <c>api-8080</c>.</summary>
    public static string OfPort(string service, int port)
    {
        var end = $"-{port.ToString(CultureInfo.InvariantCulture)}";
        return Cut(Lower(service), Longest - end.Length) + end;
    }

    /// <summary>In Cloud Map.</summary>
    public static string OfDiscovery(string service) => Cut(Lower(service), Longest);

    /// <summary>By which clients call it: names of hosts are the same in upper and lower case.</summary>
    public static string OfClients(string service) => service.ToLowerInvariant();

    private static string Lower(string service) => EcsName.From(service).ToLowerInvariant().TrimStart('-') is { Length: > 0 } name ? name : "service";

    private static string Cut(string name, int length) => name[..Math.Min(name.Length, length)];
}
