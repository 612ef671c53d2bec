using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>The user's configuration of the <c>docker</c> command.</summary>
/// <param name="variable">The value of an environment variable; null when it is not set.</param>
internal sealed class DockerUserConfig(Func<string, string?> variable)
{
    /// <summary>DOCKER_CONFIG, or <c>.docker</c> in the home directory. It need not exist.</summary>
    public string Folder { get; } = variable("DOCKER_CONFIG") is { Length: > 0 } configured
        ? configured
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");

    /// <summary><c>config.json</c>; empty where there is none.</summary>
    /// <exception cref="EngineException">The file is not a JSON object.</exception>
    public JsonObject Read()
    {
        var file = Path.Combine(Folder, "config.json");
        if (!File.Exists(file))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new EngineException($"'{file}' is not a JSON object. Correct or remove it.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"'{file}' cannot be read: {error.Message} Correct or remove it.", inner: error);
        }
    }
}
