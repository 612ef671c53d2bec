using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Slipway.LocalAws.Hosting;

/// <summary>Cuts the ties to the build that started this process. On Windows there is nothing to cut.</summary>
internal static partial class ProcessSession
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>
    /// Leaves the terminal's session, so that its Ctrl-C and its hang-up do not come here. It fails for a process that somebody
    /// started in the foreground of a shell, which then keeps Ctrl-C, as he expects.
    /// </summary>
    /// <returns>To be held as long as hang-ups are to be ignored.</returns>
    public static IDisposable? Leave()
    {
        if (OperatingSystem.IsWindows())
            return null;
        _ = SetSid();
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
    }

    /// <summary>
    /// Lets go of the standard streams: whoever reads the other end sees it end, instead of waiting for as long as this process lives.
    /// What the runtime says when it crashes goes to the log.
    /// </summary>
    public static void ReleaseStandardStreams(SafeFileHandle log)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var nothing = File.OpenHandle("/dev/null");
        _ = Duplicate(nothing, StandardInput);
        _ = Duplicate(log, StandardOutput);
        _ = Duplicate(log, StandardError);
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(SafeFileHandle from, int to);
}
