using System.Globalization;
using System.Text;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// The state directory in the hands of this process: locked, so that there is one LocalAws on it at a time. The lock is the system's
/// and goes with the process, however that ends.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    /// <summary>Makes the directory if it is not there, and locks it.</summary>
    /// <exception cref="StartException">Another process has it, or it holds someone else's files.</exception>
    public static async Task<StateDirectory> TakeAsync(string path, CancellationToken cancellationToken)
    {
        PrivateFile.CreateDirectory(path);
        var lockPath = Path.Combine(path, "lock");
        string[] ours = [lockPath, PidPath(path), Path.Combine(path, "local-aws.log")];
        var known = File.Exists(Path.Combine(path, Instance.StateName + ".json")) || File.Exists(lockPath);
        if (!known && Directory.EnumerateFileSystemEntries(path).FirstOrDefault(entry => !ours.Contains(entry)) is { } foreign)
            throw new StartException(2, $"The directory '{path}' holds '{Path.GetFileName(foreign)}', which is not LocalAws's. Name an empty or a new directory with --state.");
        var held = Lock(path, lockPath);
        await PrivateFile.WriteAsync(PidPath(path), Encoding.ASCII.GetBytes(Pid()), cancellationToken);
        return new(path, held);
    }

    /// <summary>Whether there is a LocalAws on the directory.</summary>
    public static bool IsTaken(string path) => File.Exists(PidPath(path));

    /// <summary>Whether the directory is still there, and this process's.</summary>
    public static bool IsOurs(string path) => IsTaken(path) && File.ReadAllText(PidPath(path)) == Pid();

    /// <summary>Removes the directory and all in it. The lock is held until this is disposed.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    public void Dispose()
    {
        if (IsOurs(_path))
            File.Delete(PidPath(_path));
        _lock.Dispose();
    }

    private static string Pid() => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private static string PidPath(string path) => Path.Combine(path, "local-aws.pid");

    private static FileStream Lock(string path, string lockPath)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new(lockPath, options);
        }
        catch (IOException)
        {
            throw new StartException(3, $"The state directory '{path}' is in use by {Holder(path)}. Use that one, or end it with POST /_slipway/down.");
        }
    }

    private static string Holder(string path)
    {
        var pid = File.Exists(PidPath(path)) ? File.ReadAllText(PidPath(path)) : "unknown";
        var endpoint = EndpointFile.PathIn(path);
        return File.Exists(endpoint)
            ? $"process {pid}, which answers at {System.Text.Json.JsonSerializer.Deserialize(File.ReadAllText(endpoint), HostingJson.Default.EndpointFile)?.Endpoint}"
            : $"process {pid}, which is starting or ending";
    }
}
