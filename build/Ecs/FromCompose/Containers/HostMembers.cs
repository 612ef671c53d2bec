using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Names of hosts and name servers.</summary>
internal static class HostMembers
{
    public static IReadOnlyList<string> Keys { get; } = ["hostname", "extra_hosts", "dns", "dns_search"];

    /// <summary>In characters, as Linux takes it for a host name.</summary>
    private const int LongestName = 64;

    /// <summary>After the variables and the commands, which say whether the service reaches itself by a name: as its host name, it resolves.</summary>
    public static void Add(ServiceConversion conversion)
    {
        if (LeftOut(conversion)) return;
        if (conversion.From.Text("hostname") is { Length: > 0 } hostname) conversion.Container["hostname"] = conversion.Written.OfText("hostname", hostname, service => service.Node.Text("hostname"));
        else if (conversion is { Task.NetworkMode: TaskConversion.Bridge, Peers.OwnHost: { Length: <= LongestName } own }) conversion.Container["hostname"] = own;
        if (conversion.From.Texts("dns") is { Count: > 0 } servers) conversion.Container["dnsServers"] = conversion.Written.OfWords("dns", servers, service => service.Node.Texts("dns")).ToJson();
        if (conversion.From.Texts("dns_search") is { Count: > 0 } domains) conversion.Container["dnsSearchDomains"] = domains.ToJson();
        var hosts = Hosts(conversion.From).Select(host => ExtraHost(conversion, host.Name, host.Address)).OfType<JsonObject>().ToList();
        if (hosts.Count > 0) conversion.Container["extraHosts"] = hosts.ToJson();
    }

    private static bool LeftOut(ServiceConversion conversion)
    {
        if (conversion.Task.NetworkMode != TaskConversion.Awsvpc) return false;
        foreach (var key in Keys.Where(conversion.From.Says)) conversion.Warn(key, "network mode awsvpc does not have it; it is left out");
        return true;
    }

    /// <summary>Printed as <c>name=address</c>, by older versions as <c>name:address</c>, by newer ones as a mapping too.</summary>
    private static IEnumerable<(string Name, string Address)> Hosts(JsonObject from)
    {
        foreach (var (name, addresses) in from.Members("extra_hosts"))
        {
            foreach (var address in from.Object("extra_hosts").Texts(name)) yield return (name, address);
        }

        foreach (var text in from.Texts("extra_hosts"))
        {
            var parts = text.Split(text.Contains('=', StringComparison.Ordinal) ? '=' : ':', 2);
            if (parts.Length == 2) yield return (parts[0], parts[1]);
        }
    }

    private static JsonObject? ExtraHost(ServiceConversion conversion, string name, string address)
    {
        if (address != "host-gateway" || conversion.Options.IsRehearsal) return new() { ["hostname"] = name, ["ipAddress"] = address };
        conversion.Warn("extra_hosts", $"'{name}' is the machine of Docker, for which ECS has no word; it is left out");
        return null;
    }
}
