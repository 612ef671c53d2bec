using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Slipway.Docker;

/// <summary>
/// A DOCKER_CONFIG of one run's own (mode 0700), made from the user's: logins of this run reach neither the user's file nor a run
/// beside it, and are gone at the end. Contexts, plugin folders, proxies, logins and credential helpers are carried over;
/// <c>credsStore</c> is not, because a login would be written there. It goes on dispose, or else when the process ends; what a killed
/// process left goes when the next one makes its own.
/// </summary>
public sealed class DockerConfigDirectory : IDisposable
{
    // Whose process numbers they are: temporary folders may be shared with containers.
    private static readonly string Prefix = $"slipway-docker-{System.Environment.MachineName}-";

    private DockerConfigDirectory(string path, string userDirectory)
    {
        DirectoryPath = path;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOCKER_CONFIG"] = path,
            ["BUILDX_CONFIG"] = System.Environment.GetEnvironmentVariable("BUILDX_CONFIG") ?? Path.Combine(userDirectory, "buildx"),
        };
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
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
        RemoveThoseOfDeadProcesses();

        // mkdtemp: mode 0700 from the first moment on.
        var path = Directory.CreateTempSubdirectory($"{Prefix}{System.Environment.ProcessId}-").FullName;
        var directory = new DockerConfigDirectory(path, userDirectory);
        try
        {
            new DockerConfigFile(path).Write(new DockerConfigFile(userDirectory).Carry());
            CopyContexts(Path.Combine(userDirectory, "contexts"), Path.Combine(path, "contexts"));
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Takes a registry away from its credential helper: many of them (ECR's, for one) cannot store what a login gives them.</summary>
    public void ForgetCredentialHelper(string registry)
    {
        var file = new DockerConfigFile(DirectoryPath);
        var config = file.Read();
        if (config["credHelpers"] is JsonObject helpers && helpers.Remove(registry))
            file.Write(config);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        Remove(DirectoryPath);
    }

    private void RemoveAtExit(object? sender, EventArgs e) => Remove(DirectoryPath);

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone already, or another user's: someone else cleans up, too.
        }
    }

    private static void RemoveThoseOfDeadProcesses()
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*-*"))
            if (Path.GetFileName(path)[Prefix.Length..].Split('-')[0] is var owner && int.TryParse(owner, out var id) && !IsAlive(id))
                Remove(path);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
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
}
