using System.Text;
using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.Build.Inputs;
using ComposeService = Slipway.Ecs.FromCompose.ComposeService;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// Finds the text files of an application that may name other services: those of a build context that reach the image, and those that are mounted. What is large,
/// comes from elsewhere or is read by no program at run time is left out.
/// </summary>
internal sealed class ConfigurationFiles(string root, ComposeDocument compose)
{
    private const int MostFiles = 2000;
    private const int MostEntries = 20_000;
    private const int LargestFile = 128 * 1024;

    /// <summary>Folders of tools and of dependencies.</summary>
    private static readonly string[] Foreign =
        ["node_modules", "vendor", "bower_components", "__pycache__", "venv", "site-packages", "target", "bin", "obj", "dist", "test", "tests", "spec", "__tests__", "docs", "taskdefs", "artifacts"];

    private static readonly string[] Extensions =
    [
        ".conf", ".cfg", ".cnf", ".config", ".ini", ".toml", ".yml", ".yaml", ".properties", ".json", ".xml", ".env", ".template", ".tmpl", ".tpl", ".vcl", ".sh",
        ".py", ".rb", ".php", ".js", ".mjs", ".cjs", ".ts", ".go", ".java", ".kt", ".cs", ".rs", ".ex", ".exs", ".scala",
    ];

    private static readonly string[] Names = ["Caddyfile", "Dockerfile", "Procfile"];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    private readonly IReadOnlyList<ComposeService> _services = compose.Services;
    private readonly Dictionary<(string Folder, string? Ignore), IReadOnlyList<string>> _walked = [];
    private readonly SortedSet<string> _cut = new(StringComparer.Ordinal);
    private int _entries;

    /// <summary>Folders that have more files and folders than are read, relative to the application's; known when the files were found.</summary>
    public IReadOnlyCollection<string> Cut => _cut;

    /// <summary>By Compose service, those that have any; in the order of their paths.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> Find() =>
        _services.Select(service => (service.Name, Files: (IReadOnlyList<ConfigurationFile>)[.. Paths(service).Distinct().Take(MostFiles).Select(Read).OfType<ConfigurationFile>()]))
            .Where(found => found.Files.Count > 0).ToDictionary(found => found.Name, found => found.Files);

    private IEnumerable<string> Paths(ComposeService service)
    {
        var context = service.BuildContext is { } folder && Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
        var ignore = context is null ? null : DockerIgnore.FileOf(context, Path.Combine(context, service.Dockerfile ?? "Dockerfile"));
        var built = context is null ? [] : Files(context, ignore);
        return built.Concat(service.Mounted.Concat(service.Configurations.Select(FileOf).OfType<string>()).Where(path => IsBelowRoot(path)).SelectMany(path => Directory.Exists(path) ? Files(path, null) : File.Exists(path) ? [path] : []));
    }

    /// <summary>Null for a configuration that stands in the Compose file itself, or comes from elsewhere.</summary>
    private string? FileOf(string configuration) => (string?)((compose.Root["configs"] as JsonObject)?[configuration] as JsonObject)?["file"];

    /// <summary>Services of one context have the same files, which are found once.</summary>
    /// <param name="ignore">The <c>.dockerignore</c>, or null.</param>
    private IReadOnlyList<string> Files(string folder, string? ignore)
    {
        if (_walked.TryGetValue((folder, ignore), out var known)) return known;
        _entries = 0;
        List<string> files = [.. Walk(folder, ignore is null ? null : DockerIgnore.Parse(File.ReadAllText(ignore)), folder)];
        if (_entries > MostEntries || files.Count > MostFiles) _cut.Add(Relative(folder));
        return _walked[(folder, ignore)] = files;
    }

    /// <summary>The context of another service within is of that service.</summary>
    private IEnumerable<string> Walk(string folder, DockerIgnore? ignore, string context)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (++_entries > MostEntries) yield break;
            var path = Path.GetRelativePath(context, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (entry.LinkTarget is not null || (entry.Name.StartsWith('.') && entry is not FileInfo { Name: ".env" }) || ignore?.Ignores(path) == true) continue;
            if (entry is FileInfo file && IsRead(file)) yield return file.FullName;
            if (entry is not DirectoryInfo || Foreign.Contains(entry.Name) || _services.Any(other => other.BuildContext is { } own && Path.GetFullPath(own) == entry.FullName)) continue;
            foreach (var below in Walk(entry.FullName, ignore, context)) yield return below;
        }
    }

    private static bool IsRead(FileInfo file) => file.Length <= LargestFile
        && (Extensions.Contains(file.Extension.ToLowerInvariant()) || Names.Any(name => file.Name.StartsWith(name, StringComparison.Ordinal)))
        // What starts containers on this machine says who they are, and not whom they call.
        && !(file.Name.Contains("compose", StringComparison.OrdinalIgnoreCase) && file.Extension is ".yml" or ".yaml")
        && file.Name is not ("slipway.yml" or "appspec.yaml" or "package.json" or "package-lock.json" or "composer.json" or "bitbucket-pipelines.yml") && !file.Name.StartsWith("buildspec", StringComparison.Ordinal);

    private ConfigurationFile? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) return null;
            var text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return text.Contains('\0', StringComparison.Ordinal) ? null : new(Relative(path), text);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            // Only names are looked for here; the program that needs the file reports the error.
            return null;
        }
    }

    private string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private bool IsBelowRoot(string path) => !Path.IsPathRooted(Path.GetRelativePath(root, path)) && Relative(path) is not ("." or "..") && !Relative(path).StartsWith("../", StringComparison.Ordinal);
}
