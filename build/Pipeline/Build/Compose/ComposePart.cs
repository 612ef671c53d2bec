using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>The part of a Compose application that some of its services need.</summary>
public static class ComposePart
{
    private const string ServiceScheme = "service:";

    /// <summary>Keys that name other services whose containers a service uses.</summary>
    private static readonly string[] Modes = ["network_mode", "ipc", "pid"];

    /// <param name="services">As <c>docker compose config</c> describes them.</param>
    /// <param name="shared">Services that run the image of another one, and that one.</param>
    /// <param name="wanted">Those that are needed anyway.</param>
    /// <returns>They, and all that they need, directly or through others; in the order of the application.</returns>
    public static IReadOnlyList<string> Of(JsonObject services, IReadOnlyDictionary<string, string> shared, IEnumerable<string> wanted)
    {
        ArgumentNullException.ThrowIfNull(services);
        var needed = new HashSet<string>();
        var open = new Queue<string>(wanted);
        while (open.TryDequeue(out var service))
        {
            if (services[service] is not JsonObject definition || !needed.Add(service)) continue;
            foreach (var other in Needs(definition)) open.Enqueue(other);
            if (shared.GetValueOrDefault(service) is { } owner) open.Enqueue(owner);
        }

        return [.. services.Select(service => service.Key).Where(needed.Contains)];
    }

    private static IEnumerable<string> Needs(JsonObject service) =>
    [
        .. Names(service["depends_on"]),
        .. Names(service["links"]).Concat(Names(service["volumes_from"])).Select(link => link.Split(':')[0]),
        .. Modes.Select(key => Text(service[key])).OfType<string>().Where(value => value.StartsWith(ServiceScheme, StringComparison.Ordinal)).Select(value => value[ServiceScheme.Length..]),
        .. ServiceContexts(service).Values,
    ];

    /// <summary>The contexts of a service's build that are the image of another service: their names, and that service.</summary>
    public static IReadOnlyDictionary<string, string> ServiceContexts(JsonNode service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return Pairs((service["build"] as JsonObject)?["additional_contexts"])
            .Where(context => context.Value.StartsWith(ServiceScheme, StringComparison.Ordinal)).DistinctBy(context => context.Key).ToDictionary(context => context.Key, context => context.Value[ServiceScheme.Length..]);
    }

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Key),
        JsonArray items => items.Select(Text).OfType<string>(),
        _ => [],
    };

    /// <summary>A mapping, or a list of <c>name=value</c>.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Pairs(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => KeyValuePair.Create(member.Key, Text(member.Value) ?? "")),
        JsonArray items => items.Select(item => (Text(item) ?? "").Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1])),
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;
}
