using System.Text.Json.Nodes;

namespace Slipway.Docker;

/// <summary>
/// A DOCKER_CONFIG of one run's own (mode 0700), made from the user's: logins of this run reach neither the user's file nor a run
/// beside it, and are gone at the end. Contexts, plugin folders, proxies, logins and credential helpers are carried over;
/// <c>credsStore</c> is not, because a login would be written there.
/// </summary>
public sealed class DockerConfigDirectory : IDisposable
{
    private const string FileName = "config.json";

    private static readonly string[] Carried = ["currentContext", "proxies", "auths", "credHelpers"];

    private DockerConfigDirectory(string path, string userDirectory)
    {
        DirectoryPath = path;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOCKER_CONFIG"] = path,
            ["BUILDX_CONFIG"] = System.Environment.GetEnvironmentVariable("BUILDX_CONFIG") ?? Path.Combine(userDirectory, "buildx"),
        };
    }

    public string DirectoryPath { get; }

    /// <summary>DOCKER_CONFIG, and BUILDX_CONFIG so that the user's builders are found.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The user's own: DOCKER_CONFIG, or <c>.docker</c> in the home directory. It need not exist.</summary>
    public static string UserDirectory =>
        System.Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } configured
            ? configured
            : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".docker");

    public static DockerConfigDirectory Create() => Create(UserDirectory);

    /// <exception cref="InvalidOperationException">The user's config.json is not a JSON object.</exception>
    public static DockerConfigDirectory Create(string userDirectory)
    {
        // mkdtemp: mode 0700 from the first moment on.
        var directory = new DockerConfigDirectory(Directory.CreateTempSubdirectory("slipway-docker-").FullName, userDirectory);
        try
        {
            directory.Write(Carry(userDirectory));
            CopyContexts(Path.Combine(userDirectory, "contexts"), Path.Combine(directory.DirectoryPath, "contexts"));
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Takes a registry away from its credential helper, many of which (ECR's, for one) cannot store what a login gives them.</summary>
    public void ForgetCredentialHelper(string registry)
    {
        var config = Read(DirectoryPath);
        if (config["credHelpers"] is JsonObject helpers && helpers.Remove(registry))
            Write(config);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(DirectoryPath, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleans temporary files: what matters is that the logins are gone.
        }
    }

    private static JsonObject Carry(string userDirectory)
    {
        var user = Read(userDirectory);
        var config = new JsonObject();
        foreach (var name in Carried)
            if (user[name] is { } value)
                config[name] = value.DeepClone();

        // An empty login stands for one in the credential store, which is not carried; it would hide the anonymous access.
        if (config["auths"] is JsonObject auths)
            foreach (var registry in auths.Where(login => login.Value is not JsonObject { Count: > 0 }).Select(login => login.Key).ToArray())
                auths.Remove(registry);

        var plugins = user["cliPluginsExtraDirs"] is JsonArray extra ? extra.Select(directory => (string?)directory) : [];
        config["cliPluginsExtraDirs"] =
            new JsonArray([.. plugins.Append(Path.Combine(userDirectory, "cli-plugins")).Select(directory => JsonValue.Create(directory))]);
        return config;
    }

    private static JsonObject Read(string directory)
    {
        var file = Path.Combine(directory, FileName);
        if (!File.Exists(file))
            return [];

        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject
                ?? throw new InvalidOperationException($"'{file}' holds no JSON object. Correct it, or remove it.");
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InvalidOperationException($"'{file}' is not JSON ({exception.Message}). Correct it, or remove it.", exception);
        }
    }

    private static void CopyContexts(string source, string target)
    {
        if (!Directory.Exists(source))
            return;

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Write(JsonObject config)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path.Combine(DirectoryPath, FileName), options);
        writer.Write(config.ToJsonString());
    }
}
