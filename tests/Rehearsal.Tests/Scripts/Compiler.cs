using System.Diagnostics;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>The compiler that a script has started.</summary>
internal static class Compiler
{
    /// <summary>Its number, from the note that the script keeps of it.</summary>
    public static async Task<int> OfAsync(RunningCommand running, Workspace workspace, CancellationToken cancellation)
    {
        await running.WaitForErrorAsync(Probe.Compiling, cancellation);
        string? owner;
        while ((owner = Owner(workspace)) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);

        return int.Parse(owner.Split('@')[0]);
    }

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // A link's target for build.sh; the text of a file for build.ps1.
    private static string? Owner(Workspace workspace)
    {
        var note = workspace.PathOf(".slipway/compiler");
        return new FileInfo(note).LinkTarget ?? (File.Exists($"{note}.windows") && File.ReadAllText($"{note}.windows") is { Length: > 0 } text ? text : null);
    }
}
