using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>
/// Whose one socket of this machine is, asked of Linux by its two ends: sock_diag(7). It takes microseconds, also where the tables of <see cref="SocketTable"/> have ten thousand
/// rows. Sources of the layouts: <c>linux/netlink.h</c>, <c>linux/inet_diag.h</c>.
/// </summary>
public static partial class SocketQuery
{
    private const int NetlinkFamily = 16;
    private const int DatagramClosedOnExec = 2 | 0x80000;
    private const int SocketDiagnosis = 4;

    private const int HeaderLength = 16;
    private const int RequestLength = HeaderLength + 56;
    private const ushort ByFamily = 20;
    private const ushort Request = 1;
    private const int AllStates = -1;
    private const int AddressFamilyOfIPv4 = 2;
    private const int AddressFamilyOfIPv6 = 10;

    private const ushort ErrorMessage = 2;
    private const int NoSuchSocket = -2;
    private const int StateOffset = HeaderLength + 1;
    private const byte Listening = 10;
    private const int UserOffset = HeaderLength + 64;
    private const int InodeOffset = HeaderLength + 68;

    /// <param name="user">Null when there is no such socket, or when no process has it open any more.</param>
    /// <returns>False where Linux does not answer such questions.</returns>
    public static bool TryFind(IPEndPoint own, IPEndPoint other, out uint? user)
    {
        user = null;
        try
        {
            using var handle = OpenSocket(NetlinkFamily, DatagramClosedOnExec, SocketDiagnosis);
            if (handle.IsInvalid) return false;
            using var stream = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
            stream.Write(Question(own, other));
            var answer = new byte[1024];
            return TryRead(answer.AsSpan(0, stream.Read(answer)), out user);
        }
        catch (Exception unavailable) when (unavailable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary><c>nlmsghdr</c> and <c>inet_diag_req_v2</c>: numbers as the processor has them, ports and addresses as the network does.</summary>
    private static byte[] Question(IPEndPoint own, IPEndPoint other)
    {
        var isOfIPv4 = Plain(own).AddressFamily == AddressFamily.InterNetwork;
        var question = new byte[RequestLength];
        var span = question.AsSpan();
        MemoryMarshal.Write(span, RequestLength);
        MemoryMarshal.Write(span[4..], ByFamily);
        MemoryMarshal.Write(span[6..], Request);
        span[16] = (byte)(isOfIPv4 ? AddressFamilyOfIPv4 : AddressFamilyOfIPv6);
        span[17] = (byte)ProtocolType.Tcp;
        MemoryMarshal.Write(span[20..], AllStates);
        BinaryPrimitives.WriteUInt16BigEndian(span[24..], (ushort)own.Port);
        BinaryPrimitives.WriteUInt16BigEndian(span[26..], (ushort)other.Port);
        Plain(own).TryWriteBytes(span[28..], out _);
        Plain(other).TryWriteBytes(span[44..], out _);
        // Whichever cookie the socket has.
        span[64..].Fill(byte.MaxValue);
        return question;
    }

    /// <summary>An <c>inet_diag_msg</c>, or an error: there is no such socket.</summary>
    private static bool TryRead(ReadOnlySpan<byte> answer, out uint? user)
    {
        user = null;
        if (answer.Length < HeaderLength + sizeof(int)) return false;
        var type = MemoryMarshal.Read<ushort>(answer[4..]);
        if (type == ErrorMessage) return MemoryMarshal.Read<int>(answer[HeaderLength..]) == NoSuchSocket;
        if (type != ByFamily || answer.Length < InodeOffset + sizeof(uint)) return false;
        // As in the tables: one that no process has open has no inode, and may say user 0. Where there is none with both ends Linux answers with one that listens at its own end.
        if (answer[StateOffset] != Listening && MemoryMarshal.Read<uint>(answer[InodeOffset..]) != 0) user = MemoryMarshal.Read<uint>(answer[UserOffset..]);
        return true;
    }

    private static IPAddress Plain(IPEndPoint end) => end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenSocket(int family, int type, int protocol);
}
