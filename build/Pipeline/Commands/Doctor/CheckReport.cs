using Cake.Core;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Checks for people: a line each, the remedy below.</summary>
internal static class CheckReport
{
    public static void Write(IEnumerable<Check> checks, IConsole console)
    {
        foreach (var check in checks)
        {
            console.ForegroundColor = check.Result switch { CheckResult.Fine => ConsoleColor.Green, CheckResult.Wrong => ConsoleColor.Red, _ => ConsoleColor.Yellow };
            console.Write("{0}", check.Result switch { CheckResult.Fine => "✓ ", CheckResult.Wrong => "✗ ", _ => "? " });
            console.ResetColor();
            console.WriteLine("{0}", $"{check.Subject}: {check.Detail}");
            if (check.Remedy is { Length: > 0 } remedy) console.WriteLine("{0}", $"    {remedy.ReplaceLineEndings("\n    ")}");
        }
    }
}
