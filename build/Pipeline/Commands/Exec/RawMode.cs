using System.Runtime.InteropServices;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Exec;

/// <summary>
/// The terminal hands every key on as it is typed, Ctrl-C too, and shows nothing itself, until this is disposed. Not on Windows. What a
/// <c>struct termios</c> holds is left to the C library, because it differs between systems.
/// </summary>
internal sealed partial class RawMode : IDisposable
{
    private const int StandardInput = 0;

    /// <summary><c>TCSANOW</c>.</summary>
    private const int Now = 0;

    /// <summary>Bytes; more than the <c>struct termios</c> of any system (60 on Linux, 72 on macOS).</summary>
    private const int Room = 256;

    private readonly byte[] _before = new byte[Room];

    private RawMode()
    {
    }

    /// <exception cref="RunFailedException">Standard input is no terminal after all.</exception>
    public static RawMode Enter()
    {
        var mode = new RawMode();
        if (GetAttributes(StandardInput, ref mode._before[0]) != 0)
            throw new RunFailedException(ExitCodes.Prerequisite, $"The terminal cannot be prepared for a session: {Marshal.GetLastPInvokeErrorMessage()}. Run Exec in a terminal, or with a --command and its input redirected.");
        var raw = (byte[])mode._before.Clone();
        MakeRaw(ref raw[0]);
        _ = SetAttributes(StandardInput, Now, ref raw[0]);
        return mode;
    }

    public void Dispose() => _ = SetAttributes(StandardInput, Now, ref _before[0]);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAttributes(int descriptor, ref byte attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttributes(int descriptor, int when, ref byte attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void MakeRaw(ref byte attributes);
}
