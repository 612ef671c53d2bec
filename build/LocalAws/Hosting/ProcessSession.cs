using System.Runtime.InteropServices;

namespace Slipway.LocalAws.Hosting;

/// <summary>Leaves the terminal that the build runs in. On Windows there is nothing to leave.</summary>
internal static partial class ProcessSession
{
    /// <summary>
    /// Makes a session of its own, so that the terminal's Ctrl-C and its hang-up do not come here. It fails for a process that someone
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

    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSid();
}
