using System.Globalization;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>
/// Whether SIGINT was ignored when this process was started. A background job of a shell without job control is started so, and everything
/// that it starts inherits it: nothing there can be interrupted, which is what many tests do.
/// </summary>
public static class IgnoredInterrupt
{
    private const string Label = "SigIgn:";
    private const int Interrupt = 2;

    /// <summary>False where the system does not say.</summary>
    public static bool IsSet() => File.Exists("/proc/self/status") && IsIn(File.ReadLines("/proc/self/status"));

    /// <param name="status">The lines of <c>/proc/PID/status</c>, whose <c>SigIgn</c> is a set of bits, the lowest one for signal 1.</param>
    public static bool IsIn(IEnumerable<string> status) =>
        status.FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line[Label.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var signals)
        && (signals & (1UL << (Interrupt - 1))) != 0;
}
