using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>
/// A service as <c>docker compose config --no-interpolate</c> describes it, in the long form or in the short one: what has a variable in it
/// is not brought into the long form.
/// </summary>
/// <param name="Ports">Ports of the container that are published or exposed; those with a variable in them are left out.</param>
/// <param name="DependsOn">Service, and <c>service_started</c>, <c>service_healthy</c> or <c>service_completed_successfully</c>.</param>
/// <param name="Context">Absolute path of the folder that the image is built from; null when it is not built, or built from elsewhere.</param>
/// <param name="Dockerfile">Absolute; null without a context.</param>
internal sealed record ComposeService(string Name, IReadOnlyList<int> Ports, IReadOnlyDictionary<string, string> DependsOn, string? Context, string? Dockerfile)
{
    /// <summary>What its image is built for, as in <c>linux/arm64</c>; null where that is the engine's.</summary>
    public string? Platform { get; private init; }

    /// <summary>Where Compose mounts the files of its secrets, as in <c>/run/secrets/NAME</c>.</summary>
    public IReadOnlyList<string> SecretPaths { get; private init; } = [];

    /// <param name="root">What a relative path is relative to.</param>
    public static ComposeService Read(string name, JsonNode? service, string root)
    {
        var context = Text(service?["build"]) ?? Text((service?["build"] as JsonObject)?["context"]);
        var local = context is null || context.Contains("://", StringComparison.Ordinal) || context.StartsWith("git@", StringComparison.Ordinal) ? null : Path.GetFullPath(Path.Combine(root, context));
        var dockerfile = local is null ? null : Path.GetFullPath(Path.Combine(local, Text((service?["build"] as JsonObject)?["dockerfile"]) ?? "Dockerfile"));
        return new(name, [.. Items(service?["ports"]).Select(PortOf).Concat(Items(service?["expose"]).Select(PortOf)).OfType<int>().Distinct()], Dependencies(service?["depends_on"]), local, dockerfile)
        {
            Platform = Text(service?["platform"]),
            SecretPaths = [.. Items(service?["secrets"]).Select(secret => Text((secret as JsonObject)?["target"]) ?? Text((secret as JsonObject)?["source"]) ?? Text(secret)).OfType<string>()
                .Select(target => target.StartsWith('/') ? target : $"/run/secrets/{target}")],
        };
    }

    private static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray)?.OfType<JsonNode>() ?? [];

    // {"target": 80}, 80, "80", "8080:80", "127.0.0.1:8080:80/tcp"
    private static int? PortOf(JsonNode port)
    {
        var text = Text((port as JsonObject)?["target"]) ?? Text(port);
        return int.TryParse(text?.Split('/')[0].Split(':')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static Dictionary<string, string> Dependencies(JsonNode? node) => node is JsonObject conditions
        ? conditions.ToDictionary(entry => entry.Key, entry => Text((entry.Value as JsonObject)?["condition"]) ?? "service_started")
        : Items(node).Select(Text).OfType<string>().Distinct().ToDictionary(name => name, _ => "service_started");

    private static string? Text(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()
        : null;
}
