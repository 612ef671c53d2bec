using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Reads what <c>docker container inspect</c> says of one container.</summary>
public static class ContainerInspection
{
    public static ContainerObservation Read(JsonNode container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var state = container["State"]!;
        var now = (string?)state["Status"] switch
        {
            "created" => ContainerState.Created,
            "exited" or "dead" or "removing" => ContainerState.Exited,
            _ => ContainerState.Running,
        };
        return new(
            (string)container["Id"]!,
            now,
            now == ContainerState.Exited ? (int?)state["ExitCode"] : null,
            (bool?)state["OOMKilled"] ?? false,
            Health((string?)state["Health"]?["Status"]),
            Time((string?)state["StartedAt"]))
        {
            NetworkBindings = container["NetworkSettings"]?["Ports"] is JsonObject ports ? [.. ports.SelectMany(Bindings)] : [],
            Addresses = container["NetworkSettings"]?["Networks"] is JsonObject networks ? Addresses(networks) : new(),
        };
    }

    private static Dictionary<string, string> Addresses(JsonObject networks) => networks
        .Select(network => (Name: network.Key, Address: (string?)network.Value?["IPAddress"]))
        .Where(network => !string.IsNullOrEmpty(network.Address)).ToDictionary(network => network.Name, network => network.Address!);

    private static HealthStatus? Health(string? status) => status switch
    {
        null or "none" => null,
        "healthy" => HealthStatus.Healthy,
        "unhealthy" => HealthStatus.Unhealthy,
        _ => HealthStatus.Unknown,
    };

    /// <summary>The engine writes the year 1 for "never".</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;

    private static IEnumerable<NetworkBinding> Bindings(KeyValuePair<string, JsonNode?> port)
    {
        var (number, protocol) = port.Key.Split('/') is [var first, var second] ? (first, second) : (port.Key, "tcp");
        foreach (var binding in (port.Value as JsonArray ?? []).OfType<JsonObject>())
        {
            yield return new(
                (string?)binding["HostIp"] ?? "",
                int.Parse(number, CultureInfo.InvariantCulture),
                int.Parse((string)binding["HostPort"]!, CultureInfo.InvariantCulture),
                protocol);
        }
    }
}
