using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>The processes that the tests of a run have started, whichever process is their parent now.</summary>
public static class TestProcesses
{
    private const string LocalAws = "slipway-local-aws";

    /// <summary>What is killed may have started another process meanwhile.</summary>
    private const int Rounds = 5;

    /// <summary>A process whose parent does not ask for its end stays in the list of processes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends them.</summary>
    /// <returns>The names of those that were ended, with their ids.</returns>
    public static IReadOnlyList<string> Kill(string folder)
    {
        List<string> killed = [];
        for (var round = 0; round < Rounds && Of(folder) is { Count: > 0 } found; round++)
            killed.AddRange(found.Select(End).OfType<string>());
        return killed;
    }

    /// <summary>On Linux by their <c>TMPDIR</c>; elsewhere, where the environment of a process is not to be read, each LocalAws that has its state in the folder.</summary>
    public static IReadOnlyList<int> Of(string folder) =>
        Directory.Exists("/proc/self") ? [.. Directory.EnumerateDirectories("/proc").Where(process => IsWithin(process, folder)).Select(IdOf).Where(id => id != Environment.ProcessId)] : [.. LocalAwsOf(folder)];

    private static int IdOf(string process) => int.Parse(Path.GetFileName(process));

    private static bool IsWithin(string process, string folder)
    {
        if (!int.TryParse(Path.GetFileName(process), out _)) return false;
        try
        {
            var environment = $"\0{Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ")))}";
            return environment.Contains($"\0TMPDIR={folder}\0", StringComparison.Ordinal) || environment.Contains($"\0TMPDIR={folder}/", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return false;
        }
    }

    private static IEnumerable<int> LocalAwsOf(string folder)
    {
        foreach (var file in TestFiles.Named("endpoint.json", folder))
        {
            int? id = null;
            try
            {
                id = (int?)JsonNode.Parse(File.ReadAllText(file))?["pid"];
                using var process = Process.GetProcessById(id ?? 0);
                if (!process.ProcessName.StartsWith(LocalAws, StringComparison.Ordinal)) id = null;
            }
            catch (Exception gone) when (gone is ArgumentException or IOException or JsonException or InvalidOperationException)
            {
                id = null;
            }

            if (id is { } running) yield return running;
        }
    }

    private static string? End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            var name = process.ProcessName;
            process.Kill();
            process.WaitForExit(Patience);
            return $"process {id} ({name})";
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
