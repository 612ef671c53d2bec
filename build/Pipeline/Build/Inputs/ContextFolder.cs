namespace Slipway.Pipeline.Build.Inputs;

/// <summary>A folder that a build may read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Ignore">What does not reach the builder; null when all of it does.</param>
public sealed record ContextFolder(string Path, DockerIgnore? Ignore)
{
    /// <summary>Whether a file of it reaches the builder.</summary>
    /// <param name="file">Absolute; also a folder above this one, as git names a submodule.</param>
    public bool Has(string file)
    {
        if (IsIn(Path, file)) return true;
        return IsIn(file, Path) && Ignore?.Ignores(System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')) != true;
    }

    private static bool IsIn(string file, string folder) => file == folder || file.StartsWith(folder.EndsWith(System.IO.Path.DirectorySeparatorChar) ? folder : folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
