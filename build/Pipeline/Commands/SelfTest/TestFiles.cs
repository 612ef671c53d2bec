namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>Files that tests have left in the folder of their run, whatever their permissions are.</summary>
public static class TestFiles
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Paths of the files of a name.</summary>
    public static IEnumerable<string> Named(string name, string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name, Everywhere) : [];

    /// <summary>Deletes a folder.</summary>
    /// <returns>Why some of it is left, or null.</returns>
    public static string? Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
