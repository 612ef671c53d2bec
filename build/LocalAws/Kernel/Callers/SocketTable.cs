using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>
/// Whose the other end of a connection on this machine is: by <see cref="SocketQuery"/>, or where Linux does not answer that by its tables of TCP sockets: proc(5), <c>/proc/net/tcp</c>. A row begins with its number, its own
/// address, the address of its other end and its state; the eighth column is the user who made the socket, the tenth its inode.
/// </summary>
public static class SocketTable
{
    private const int UserColumn = 7;
    private const int InodeColumn = 9;

    /// <summary>
    /// The inode of a socket that no process has open any more. Its row may say user 0, whichever user opened it. Linux, <c>net/ipv4/tcp_ipv4.c</c>: always in state TIME_WAIT, and
    /// in older kernels (<c>sock_i_uid</c>) from the time on when it is closed.
    /// </summary>
    private const string NoInode = "0";

    /// <summary>A row may be missed when rows before it go while the table is read.</summary>
    private const int Readings = 3;

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The number of the user; null when the socket is not in this network namespace, or closed.</summary>
    /// <param name="client">The other end.</param>
    /// <param name="server">This process's end.</param>
    public static uint? OwnerOf(IPEndPoint client, IPEndPoint server) => SocketQuery.TryFind(client, server, out var owner) ? owner : InTables(client, server);

    /// <inheritdoc cref="OwnerOf"/>
    public static uint? InTables(IPEndPoint client, IPEndPoint server)
    {
        try
        {
            for (var reading = 0; reading < Readings; reading++)
            {
                foreach (var table in Tables.Where(File.Exists))
                {
                    if (Find(File.ReadLines(table), client, server) is { } user)
                        return user;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Nobody is known, then.
        }

        return null;
    }

    /// <inheritdoc cref="OwnerOf"/>
    /// <param name="rows">Of one of the tables.</param>
    public static uint? Find(IEnumerable<string> rows, IPEndPoint client, IPEndPoint server)
    {
        string[] ends = [.. Texts(client).Zip(Texts(server), (own, other) => $" {own} {other} ")];
        foreach (var row in rows.Where(row => Array.Exists(ends, pair => row.Contains(pair, StringComparison.Ordinal))))
        {
            var columns = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > InodeColumn && columns[InodeColumn] != NoInode)
                return uint.Parse(columns[UserColumn], CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>An address as the tables have it. Of IPv4 also mapped to IPv6: that is what a socket of both versions has.</summary>
    private static string[] Texts(IPEndPoint end)
    {
        var address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        return address.AddressFamily == AddressFamily.InterNetwork ? [Text(address, end.Port), Text(address.MapToIPv6(), end.Port)] : [Text(address, end.Port)];
    }

    /// <summary>Words of 32 bits as this machine's processor has them, and the port.</summary>
    private static string Text(IPAddress address, int port)
    {
        var text = new StringBuilder();
        foreach (var word in MemoryMarshal.Cast<byte, uint>(address.GetAddressBytes().AsSpan()))
            text.Append(CultureInfo.InvariantCulture, $"{word:X8}");
        return text.Append(CultureInfo.InvariantCulture, $":{port:X4}").ToString();
    }
}
