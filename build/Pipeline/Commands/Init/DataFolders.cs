namespace Slipway.Pipeline.Commands.Init;

/// <summary>Tells folders that an application keeps data in from those of its sources: git has no file of them.</summary>
/// <param name="root">The application's folder.</param>
/// <param name="tracked">The files that git keeps, relative to it; null where there is no repository.</param>
internal sealed class DataFolders(string root, IReadOnlyList<string>? tracked)
{
    /// <summary>What is made from the sources, and made again.</summary>
    private static readonly string[] Made =
    [
        "node_modules", "bower_components", "vendor", "dist", "build", "target", "out", "obj", "bin", ".venv", "venv", "env", ".next", ".nuxt", ".cache", "__pycache__", "coverage", "tmp", "temp", "logs", "log", ".git",
    ];

    /// <summary>What keeps a folder in git that has nothing else.</summary>
    private static readonly string[] Keepers = [".gitkeep", ".keep", ".gitignore", "README.md"];

    /// <summary>A folder that is not there yet is made by Docker, to be filled. Outside of git only such a folder, or an empty one, is known to have no sources.</summary>
    public bool Holds(string path)
    {
        var folder = path.TrimEnd('/');
        if (Path.HasExtension(folder) || File.Exists(folder) || Made.Contains(Path.GetFileName(folder))) return false;
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return true;
        var begin = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/') + "/";
        return tracked is not null && begin != "./" && !tracked.Any(file => file.StartsWith(begin, StringComparison.Ordinal) && !Keepers.Contains(Path.GetFileName(file)));
    }
}
