using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Ecs.Exec;

/// <summary>
/// One binary message of Session Manager's data channel: a header of fixed places, big-endian, and a payload with its SHA-256.
/// https://github.com/aws/session-manager-plugin, <c>src/message</c>
/// </summary>
public sealed record AgentMessage
{
    /// <summary>Set in the first message of a stream.</summary>
    public const ulong First = 1;

    /// <summary>Set in what is a stream of its own: first and last.</summary>
    public const ulong Alone = 3;

    private const int TypeAt = 4;
    private const int TypeLength = 32;
    private const int VersionAt = 36;
    private const int CreatedAtPlace = 40;
    private const int SequenceAt = 48;
    private const int FlagsAt = 56;
    private const int IdAt = 64;
    private const int IdLength = 16;
    private const int DigestAt = 80;
    private const int PayloadTypeAt = 112;

    /// <summary>What the header counts: up to the payload's length, and without it.</summary>
    private const int HeaderLength = 116;

    private const uint SchemaVersion = 1;

    /// <summary>One of <see cref="MessageTypes"/>; at most 32 characters of ASCII.</summary>
    public required string Type { get; init; }

    /// <summary>Counted from 0 in each direction; 0 in what is not numbered.</summary>
    public long Sequence { get; init; }

    public ulong Flags { get; init; }

    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>To the millisecond.</summary>
    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    public PayloadType PayloadType { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public byte[] Encode()
    {
        var bytes = new byte[HeaderLength + sizeof(uint) + Payload.Length];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(span, HeaderLength);
        span.Slice(TypeAt, TypeLength).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Type, span.Slice(TypeAt, TypeLength));
        BinaryPrimitives.WriteUInt32BigEndian(span[VersionAt..], SchemaVersion);
        BinaryPrimitives.WriteInt64BigEndian(span[CreatedAtPlace..], CreatedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(span[SequenceAt..], Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(span[FlagsAt..], Flags);
        WriteId(span.Slice(IdAt, IdLength));
        SHA256.HashData(Payload.Span, span.Slice(DigestAt, SHA256.HashSizeInBytes));
        BinaryPrimitives.WriteUInt32BigEndian(span[PayloadTypeAt..], (uint)PayloadType);
        BinaryPrimitives.WriteUInt32BigEndian(span[HeaderLength..], (uint)Payload.Length);
        Payload.Span.CopyTo(span[(HeaderLength + sizeof(uint))..]);
        return bytes;
    }

    /// <returns>Null for what is no message, was cut off, or has another payload than its digest says.</returns>
    public static AgentMessage? Decode(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderLength + sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(span) != HeaderLength) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(span[HeaderLength..]);
        var payload = bytes[(HeaderLength + sizeof(uint))..];
        var created = BinaryPrimitives.ReadInt64BigEndian(span[CreatedAtPlace..]);
        if (length != payload.Length || created < 0 || created > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return null;
        if (length > 0 && !SHA256.HashData(payload.Span).AsSpan().SequenceEqual(span.Slice(DigestAt, SHA256.HashSizeInBytes))) return null;
        return new()
        {
            Type = Encoding.ASCII.GetString(span.Slice(TypeAt, TypeLength)).Trim(' ', '\0'),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(created),
            Sequence = BinaryPrimitives.ReadInt64BigEndian(span[SequenceAt..]),
            Flags = BinaryPrimitives.ReadUInt64BigEndian(span[FlagsAt..]),
            Id = ReadId(span.Slice(IdAt, IdLength)),
            PayloadType = (PayloadType)BinaryPrimitives.ReadUInt32BigEndian(span[PayloadTypeAt..]),
            Payload = payload,
        };
    }

    /// <summary>The lower half comes first.</summary>
    private void WriteId(Span<byte> place)
    {
        Span<byte> id = stackalloc byte[IdLength];
        Id.TryWriteBytes(id, bigEndian: true, out _);
        id[(IdLength / 2)..].CopyTo(place);
        id[..(IdLength / 2)].CopyTo(place[(IdLength / 2)..]);
    }

    private static Guid ReadId(ReadOnlySpan<byte> place)
    {
        Span<byte> id = stackalloc byte[IdLength];
        place[(IdLength / 2)..].CopyTo(id);
        place[..(IdLength / 2)].CopyTo(id[(IdLength / 2)..]);
        return new(id, bigEndian: true);
    }
}
