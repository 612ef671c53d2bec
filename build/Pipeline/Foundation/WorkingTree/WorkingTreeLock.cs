
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>
/// One run at a time in a working tree: two would write the same secrets and artifacts. Held by an open file, so that the
/// operating system releases it however the process ends.
/// </summary>
public sealed class WorkingTreeLock : IDisposable
{
    private readonly FileStream _file;

    private WorkingTreeLock(FileStream file) => _file = file;

    /// <exception cref="RunFailedException">Another process holds the lock; exit code 8.</exception>
    public static WorkingTreeLock Acquire(string stateDirectory, TimeProvider time)
    {
        var path = Path.Combine(stateDirectory, "run.lock");
        Directory.CreateDirectory(stateDirectory);
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(path + ".holder", $"process {Environment.ProcessId}, since {time.GetUtcNow():u}");
            return new(file);
        }
        catch (IOException)
        {
            var holder = File.Exists(path + ".holder") ? File.ReadAllText(path + ".holder") : "another process";
            throw new RunFailedException(
                ExitCodes.Locked,
                $"Another run uses this working tree: {holder}. Wait for it, or clone the repository a second time to run two at once.");
        }
    }

    public void Dispose() => _file.Dispose();
}
