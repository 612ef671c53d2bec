using System.Net.Sockets;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Agent.Forwarding;

/// <summary>
/// The Unix socket at which LocalAws answers the forwarder, which has its folder mounted. On this machine the state directory above it keeps others
/// out; in the forwarder's container it is the only process.
/// </summary>
public static class AgentSocket
{
    public const string Name = "local-aws.sock";

    /// <summary>What the address of a Unix socket holds, less the zero at its end.</summary>
    private const int LongestPath = 107;

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static string FolderIn(string stateDirectory) => Path.Combine(stateDirectory, "agent");

    /// <summary>Makes the folder, and a path to the socket that is short enough for an address: by a link, which <see cref="Listen"/> removes, where the folder's is too long.</summary>
    public static UnixDomainSocketEndPoint Prepare(string stateDirectory)
    {
        var folder = FolderIn(stateDirectory);
        PrivateFile.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, FolderMode);
        // What a process left that was killed.
        File.Delete(Path.Combine(folder, Name));
        var path = Path.Combine(folder, Name);
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath)
            return new(path);
        var link = Path.Combine(Path.GetTempPath(), $"slipway-{Guid.NewGuid():n}");
        File.CreateSymbolicLink(link, folder);
        return new(Path.Combine(link, Name));
    }

    /// <summary>Binds the socket, for every user that reaches its folder.</summary>
    public static Socket Listen(UnixDomainSocketEndPoint endpoint)
    {
        var path = endpoint.ToString();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endpoint);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, SocketMode);
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
