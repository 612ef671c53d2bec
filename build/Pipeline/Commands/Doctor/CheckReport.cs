using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Checks for people: a line each, the remedy below.</summary>
internal static class CheckReport
{
    public static void Write(IEnumerable<Check> checks, ITerminal console)
    {
        foreach (var check in checks)
        {
            console.ForegroundColor = check.Result switch { CheckResult.Passed => ConsoleColor.Green, CheckResult.Failed => ConsoleColor.Red, _ => ConsoleColor.Yellow };
            console.Write(check.Result switch { CheckResult.Passed => "✓ ", CheckResult.Failed => "✗ ", _ => "? " });
            console.ResetColor();
            console.WriteLine($"{check.Subject}: {check.Detail}");
            if (check.Remedy is { Length: > 0 } remedy) console.WriteLine($"    {remedy.ReplaceLineEndings("\n    ")}");
        }
    }
}
