namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Files that nobody but their owner reads: mode 0600; on Windows the folder's own rights hold.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">There is a file of that name.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellation);
    }
}
