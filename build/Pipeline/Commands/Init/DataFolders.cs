namespace Slipway.Pipeline.Commands.Init;

/// <summary>Tells folders that an application keeps data in from those of its sources: git ignores all that is in them.</summary>
/// <param name="root">The application's folder.</param>
/// <param name="sources">The files that git keeps or would keep, relative to it; null where there is no repository.</param>
internal sealed class DataFolders(string root, IReadOnlyList<string>? sources)
{
    /// <summary>What is made from the sources, and made again.</summary>
    private static readonly string[] Made =
    [
        "node_modules", "bower_components", "vendor", "dist", "build", "target", "out", "obj", "bin", ".venv", "venv", "env", ".next", ".nuxt", ".cache", "__pycache__", "coverage", "tmp", "temp", "logs", "log", ".git",
    ];

    /// <summary>What keeps a folder in git that has nothing else.</summary>
    private static readonly string[] Keepers = [".gitkeep", ".keep", ".gitignore", "README.md"];

    /// <summary>
    /// A folder that is not there yet is made by Docker, to be filled, and one that may not be read is a container's. Outside of git only such folders, and empty ones, are known to
    /// have no sources.
    /// </summary>
    public bool Holds(string path)
    {
        var folder = path.TrimEnd('/');
        if (Path.HasExtension(folder) || File.Exists(folder) || Made.Contains(Path.GetFileName(folder))) return false;
        if (!Directory.Exists(folder) || IsEmptyOrClosed(folder)) return true;
        var begin = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/') + "/";
        return sources is not null && begin != "./" && !sources.Any(file => file.StartsWith(begin, StringComparison.Ordinal) && !Keepers.Contains(Path.GetFileName(file)));
    }

    private static bool IsEmptyOrClosed(string folder)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
