using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Docker;

/// <summary>docker's config.json in one directory.</summary>
internal sealed class DockerConfigFile(string directory)
{
    private static readonly string[] Carried = ["currentContext", "proxies", "auths", "credHelpers"];

    private readonly string _path = Path.Combine(directory, "config.json");

    /// <returns>Empty where there is no file.</returns>
    /// <exception cref="InvalidOperationException">The file holds no JSON object.</exception>
    public JsonObject Read()
    {
        if (!File.Exists(_path))
            return [];

        try
        {
            return JsonNode.Parse(File.ReadAllText(_path)) as JsonObject
                ?? throw new InvalidOperationException($"'{_path}' holds no JSON object. Correct it, or remove it.");
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"'{_path}' is not JSON ({exception.Message}). Correct it, or remove it.", exception);
        }
    }

    /// <summary>Writes it so that only its owner can read it.</summary>
    public void Write(JsonObject config)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(_path, options);
        writer.Write(config.ToJsonString());
    }

    /// <summary>What a directory of a run's own takes over from this one, the user's.</summary>
    public JsonObject Carry()
    {
        var user = Read();
        var config = new JsonObject();
        foreach (var name in Carried)
            if (user[name] is { } value)
                config[name] = value.DeepClone();

        // An empty login stands for one in the credential store, which is not carried; it would hide the anonymous access.
        if (config["auths"] is JsonObject auths)
            foreach (var (registry, _) in auths.Where(login => login.Value is not JsonObject { Count: > 0 }).ToArray())
                auths.Remove(registry);

        var plugins = user["cliPluginsExtraDirs"] is JsonArray extra ? extra.Select(plugin => (string?)plugin) : [];
        config["cliPluginsExtraDirs"] =
            new JsonArray([.. plugins.Append(Path.Combine(directory, "cli-plugins")).Select(plugin => JsonValue.Create(plugin))]);
        return config;
    }
}
