namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>
/// The temporary folder of one run of the tests: <c>TMPDIR</c> of everything that they start. A file in it is locked for as long as the run
/// lives; the lock is the system's and ends with the process, however that ends.
/// </summary>
public sealed class TestFolder : IDisposable
{
    private const string Prefix = "slipway-test-";
    private const string LockName = "run.lock";

    /// <summary>A folder without its lock file may be one that is being made.</summary>
    private static readonly TimeSpan Making = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;

    private TestFolder(string path)
    {
        FullPath = path;
        _lock = Lock(path, FileMode.CreateNew);
    }

    public string FullPath { get; }

    /// <param name="temporary">The folder for temporary files that runs share.</param>
    public static TestFolder Create(string temporary)
    {
        var path = Path.Combine(temporary, $"{Prefix}{Guid.NewGuid().ToString("N")[..8]}");
        // As /tmp is: whatever a test makes in it decides for itself who may read that, and programs that change their user pass through.
        Directory.CreateDirectory(path);
        return new(path);
    }

    /// <summary>The folders of runs that have ended and could not delete them.</summary>
    public static IReadOnlyList<string> Abandoned(string temporary, TimeProvider time) =>
        [.. Directory.EnumerateDirectories(temporary, $"{Prefix}*").Where(folder => !IsAlive(folder, time)).Order(StringComparer.Ordinal)];

    /// <summary>The folder of a run that a path is in, or null. It need not exist.</summary>
    public static string? Containing(string path, string temporary)
    {
        var start = Path.Combine(temporary, Prefix);
        if (!path.StartsWith(start, StringComparison.Ordinal)) return null;
        var end = path.IndexOf(Path.DirectorySeparatorChar, start.Length);
        return end < 0 ? path : path[..end];
    }

    /// <summary>Whether the run that a folder belongs to lives.</summary>
    public static bool IsAlive(string folder, TimeProvider time)
    {
        try
        {
            using var free = Lock(folder, FileMode.Open);
            return false;
        }
        catch (FileNotFoundException)
        {
            return time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder) < Making;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string folder, FileMode mode) => new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);
}
