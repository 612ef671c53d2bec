using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>What a rehearsal used of a policy, for people: green is used, yellow was not, red is missing.</summary>
public static class UsedReport
{
    public static void Write(PermissionUse use, ITerminal console)
    {
        ArgumentNullException.ThrowIfNull(use);
        ArgumentNullException.ThrowIfNull(console);
        console.WriteLine($"The rehearsal used {use.Used.Count} of {use.Used.Count + use.Idle.Count} permissions of the deployer's policy.");
        Write("used", ConsoleColor.Green, use.Used.Select(grant => $"{grant.Action} ({grant.Sid})"), console);
        Write("not used by what was rehearsed", ConsoleColor.Yellow, use.Idle.Select(grant => $"{grant.Action} ({grant.Sid})"), console);
        Write("used, and not granted", ConsoleColor.Red, use.Missing.Select(missing => $"{missing.Request.Action} on {missing.Request.Resource} ({missing.Operation})"), console);
    }

    private static void Write(string title, ConsoleColor colour, IEnumerable<string> lines, ITerminal console)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        console.WriteLine();
        console.WriteLine($"{all.Count} {title}:");
        console.ForegroundColor = colour;
        foreach (var line in all) console.WriteLine($"  {line}");
        console.ResetColor();
    }
}
