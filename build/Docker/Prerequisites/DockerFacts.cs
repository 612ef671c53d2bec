using System.Text.Json.Nodes;

namespace Slipway.Docker.Prerequisites;

/// <summary>What <c>docker info</c> found; one process answers for client, engine and plugins.</summary>
/// <param name="EngineVersion">Null when the engine does not answer; <paramref name="EngineError"/> says why.</param>
/// <param name="Context">The docker context; <c>default</c> is the engine of this machine, unless DOCKER_HOST says otherwise.</param>
/// <param name="DataDirectory">Where the engine keeps its data, on the engine's machine.</param>
public sealed record DockerFacts(
    bool ClientFound,
    string? EngineVersion,
    string? EngineError,
    string? ComposeVersion,
    string? BuildxVersion,
    string Context,
    string? DataDirectory)
{
    /// <summary>The engine's socket is there, but its permissions exclude this user.</summary>
    public bool IsRefused => EngineVersion is null && EngineError?.Contains("permission denied", StringComparison.OrdinalIgnoreCase) == true;

    public static readonly DockerFacts NoClient = new(ClientFound: false, null, null, null, null, "default", null);

    public static DockerFacts Parse(JsonObject info)
    {
        var client = info["ClientInfo"];
        return new(
            ClientFound: true,
            Text(info["ServerVersion"]),
            info["ServerErrors"] is JsonArray { Count: > 0 } errors ? Text(errors[0]) : null,
            Plugin(client, "compose"),
            Plugin(client, "buildx"),
            Text(client?["Context"]) ?? "default",
            Text(info["DockerRootDir"]));
    }

    private static string? Text(JsonNode? node) => (string?)node is { Length: > 0 } text ? text : null;

    // A plugin that does not start has an Err in place of a version.
    private static string? Plugin(JsonNode? client, string name) => client?["Plugins"] is JsonArray plugins
        ? PluginVersion.Find(Text(plugins.FirstOrDefault(plugin => Text(plugin?["Name"]) == name)?["Version"]))
        : null;
}
