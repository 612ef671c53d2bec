using System.Security.Cryptography;

namespace Slipway.Aws.S3;

/// <summary>
/// Writes a file that others never see half-written, nor with more permission than it is to have: the mode is given when the file is
/// created, under a temporary name in the same folder, and the finished file is renamed.
/// </summary>
internal static class PrivateFile
{
    public static async Task<T> WriteAsync<T>(
        string path, UnixFileMode mode, Func<Stream, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' is not the name of a file.", nameof(path));
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.partial");
        try
        {
            T result;
            await using (var file = Create(temporary, mode))
            {
                result = await write(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            return result;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStream Create(string path, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        // Windows has no modes: there a file inherits the access list of its folder.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }
}
