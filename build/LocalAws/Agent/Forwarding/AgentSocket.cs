using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Agent.Forwarding;

/// <summary>
/// The Unix socket at which LocalAws answers the forwarder, which has its folder mounted and runs as the same user: it is for nobody else, as all of
/// the state directory.
/// </summary>
public static class AgentSocket
{
    public const string Name = "local-aws.sock";

    /// <summary>What the address of a Unix socket holds, less the zero at its end.</summary>
    private const int LongestPath = 107;

    public static string FolderIn(string stateDirectory) => Path.Combine(stateDirectory, "agent");

    /// <summary>The user of this process as a container's: number of the user, colon, number of the group.</summary>
    public static string Owner => string.Create(CultureInfo.InvariantCulture, $"{ProcessUser.Id}:{ProcessUser.Group}");

    /// <summary>Makes the folder, and a path to the socket that is short enough for an address: by a link, which <see cref="Listen"/> removes, where the folder's is too long.</summary>
    public static UnixDomainSocketEndPoint Prepare(string stateDirectory)
    {
        var folder = FolderIn(stateDirectory);
        PrivateFile.CreateDirectory(folder);
        // What a process left that was killed.
        File.Delete(Path.Combine(folder, Name));
        var path = Path.Combine(folder, Name);
        if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
            return new(path);
        var link = Path.Combine(Path.GetTempPath(), $"slipway-{Guid.NewGuid():n}");
        File.CreateSymbolicLink(link, folder);
        return new(Path.Combine(link, Name));
    }

    public static Socket Listen(UnixDomainSocketEndPoint endpoint)
    {
        var path = endpoint.ToString();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endpoint);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
            if (folder.LinkTarget is not null)
                folder.Delete();
        }
    }
}
