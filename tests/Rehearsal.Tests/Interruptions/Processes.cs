using System.Text;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>The processes of this machine, those in containers included, as <c>/proc</c> shows them.</summary>
internal static class Processes
{
    private const string LocalAws = "slipway-local-aws";

    /// <summary>
    /// Those that have a variable in their environment: a run's own, and all that it started. Not LocalAws, which outlives the run
    /// that starts it, in a session of its own.
    /// </summary>
    public static IReadOnlyList<string> With(string variable, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        return
        [
            .. from id in Ids()
               where Read(id, "environ").AsSpan().IndexOf(wanted) >= 0 && !CommandLine(Session(id)).Contains(LocalAws) && !CommandLine(id).Contains(LocalAws)
               select $"process {id} {CommandLine(id)}",
        ];
    }

    /// <summary>Command lines in which a text stands.</summary>
    public static IReadOnlyList<string> Running(string text) =>
        [.. Ids().Select(CommandLine).Where(line => line.Contains(text, StringComparison.Ordinal))];

    private static string CommandLine(int id) => Encoding.UTF8.GetString(Read(id, "cmdline")).Replace('\0', ' ').Trim();

    // After the name, which may have blanks and brackets: state, parent, process group, session.
    private static int Session(int id) => Encoding.UTF8.GetString(Read(id, "stat")) is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]) : id;

    private static IEnumerable<int> Ids() =>
        from folder in Directory.EnumerateDirectories("/proc") let name = Path.GetFileName(folder) where int.TryParse(name, out _) select int.Parse(name);

    // A process may end while it is checked, and some are not ours to look into.
    private static byte[] Read(int id, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
