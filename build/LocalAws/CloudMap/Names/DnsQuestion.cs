using System.Buffers.Binary;
using System.Text;

namespace Slipway.LocalAws.CloudMap.Names;

/// <summary>What a query of DNS asks for: RFC 1035, section 4, and the size of RFC 6891.</summary>
/// <param name="Id">By which the client knows the answer.</param>
/// <param name="Flags">Of the query's header.</param>
/// <param name="Name">Without a point at the end, in the letters of the query.</param>
/// <param name="Section">The question as it stands in the query.</param>
/// <param name="LargestDatagram">Bytes that the client takes.</param>
public sealed record DnsQuestion(ushort Id, ushort Flags, string Name, ushort Type, ReadOnlyMemory<byte> Section, int LargestDatagram)
{
    public const int HeaderLength = 12;
    public const ushort A = 1;
    public const ushort Srv = 33;
    public const ushort Any = 255;

    private const ushort Internet = 1;
    private const ushort Opt = 41;
    private const int PlainDatagram = 512;
    private const int LongestLabel = 63;

    /// <summary>The header of the pseudo-record of RFC 6891: the root's name, its type, and the client's size in the place of a class.</summary>
    private const int OptLength = 5;

    /// <summary>Null for what is no plain question for a name of the Internet class.</summary>
    public static DnsQuestion? Read(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < HeaderLength)
            return null;
        var flags = Number(bytes[2..]);
        // A response, an operation other than QUERY, or not one question.
        if ((flags & 0xF800) != 0 || Number(bytes[4..]) != 1)
            return null;
        if (ReadName(bytes, out var end) is not { } name || bytes.Length < end + 4 || Number(bytes[(end + 2)..]) != Internet)
            return null;
        return new(Number(bytes), flags, name, Number(bytes[end..]), message[HeaderLength..(end + 4)], DatagramOf(bytes, end + 4));
    }

    private static string? ReadName(ReadOnlySpan<byte> bytes, out int end)
    {
        var labels = new List<string>();
        end = HeaderLength;
        while (end < bytes.Length && bytes[end] is var length and not 0)
        {
            if (length > LongestLabel || end + 1 + length >= bytes.Length)
                return null;
            labels.Add(Encoding.Latin1.GetString(bytes.Slice(end + 1, length)));
            end += 1 + length;
        }

        return end++ < bytes.Length ? string.Join('.', labels) : null;
    }

    private static int DatagramOf(ReadOnlySpan<byte> bytes, int end)
    {
        var hasOpt = Number(bytes[10..]) > 0 && bytes.Length >= end + OptLength && bytes[end] == 0 && Number(bytes[(end + 1)..]) == Opt;
        return hasOpt ? Math.Max(PlainDatagram, (int)Number(bytes[(end + 3)..])) : PlainDatagram;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
