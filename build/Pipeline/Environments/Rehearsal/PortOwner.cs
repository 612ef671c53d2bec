using System.Globalization;
using System.Runtime.InteropServices;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// Who listens at a port of this machine, by Linux's table of TCP sockets: proc(5), <c>/proc/net/tcp</c>, whose second column is a socket's own address, the fourth
/// its state and the eighth the user who made it. After a LocalAws that was killed anybody may have its port, and would be shown its key.
/// </summary>
public static partial class PortOwner
{
    private const string Table = "/proc/net/tcp";
    private const string Listening = "0A";

    /// <returns>False where another user listens. True also where nobody does, and where the system does not tell.</returns>
    public static bool MayBeOwn(int port)
    {
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            return MayBeOwn(File.ReadLines(Table), port, GetEffectiveUser());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <param name="rows">Of the table.</param>
    public static bool MayBeOwn(IEnumerable<string> rows, int port, uint user)
    {
        var own = user.ToString(CultureInfo.InvariantCulture);
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        // Below the heading those that listen come first; connections, of which there may be ten thousands, are not read.
        return rows.Skip(1).Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .TakeWhile(columns => columns.Length > 7 && columns[3] == Listening)
            .Where(columns => columns[1].EndsWith(end, StringComparison.Ordinal))
            .All(columns => columns[7] == own);
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();
}
