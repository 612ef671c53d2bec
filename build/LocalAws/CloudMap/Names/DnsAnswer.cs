using System.Text;

namespace Slipway.LocalAws.CloudMap.Names;

/// <summary>What is known of a name.</summary>
/// <param name="Exists">Whether the name is there, with whatever records.</param>
/// <param name="Zone">The domain that says so; empty for what belongs to none.</param>
/// <param name="ZoneTtl">Seconds for which it may be kept that there is nothing.</param>
public sealed record DnsAnswer(bool Exists, IReadOnlyList<DnsRecord> Records, string Zone, int ZoneTtl)
{
    private const int Response = 0x8000;
    private const int Authoritative = 0x0400;
    private const int Truncated = 0x0200;
    private const int RecursionDesired = 0x0100;
    private const int RecursionAvailable = 0x0080;
    private const int NoSuchName = 3;
    private const int Soa = 6;
    private const int Internet = 1;

    /// <summary>A pointer to the name of the question, which stands behind the header.</summary>
    private const int ToQuestion = 0xC000 | DnsQuestion.HeaderLength;

    /// <summary>As zones of Route 53 have them.</summary>
    private const string NameServer = "ns-1536.awsdns-00.co.uk";
    private const string Mailbox = "awsdns-hostmaster.amazon.com";
    private const int Serial = 1;
    private const int Refresh = 7200;
    private const int Retry = 900;
    private const int Expiry = 1209600;

    /// <summary>As a message for who asked. What does not fit into the size is left out, and the client asks again by TCP.</summary>
    /// <param name="size">Bytes.</param>
    public byte[] Write(DnsQuestion question, int size)
    {
        var message = Write(question, Records, isTruncated: false);
        return [.. message.Count <= size ? message : Write(question, [], isTruncated: true)];
    }

    private List<byte> Write(DnsQuestion question, IReadOnlyList<DnsRecord> records, bool isTruncated)
    {
        var message = new List<byte>();
        var hasAuthority = records.Count == 0 && Zone.Length > 0 && !isTruncated;
        var flags = Response | (question.Flags & RecursionDesired) | RecursionAvailable
            | (Zone.Length > 0 ? Authoritative : 0) | (isTruncated ? Truncated : 0) | (Exists ? 0 : NoSuchName);
        foreach (var number in new[] { question.Id, flags, 1, records.Count, hasAuthority ? 1 : 0, 0 })
            AddShort(message, number);
        message.AddRange(question.Section.Span);
        foreach (var record in records)
        {
            AddShort(message, ToQuestion);
            AddRecord(message, record.Type, record.Ttl, DataOf(record));
        }

        if (hasAuthority)
        {
            AddName(message, Zone);
            AddRecord(message, Soa, ZoneTtl, SoaData());
        }

        return message;
    }

    /// <summary>What follows the name of a record.</summary>
    private static void AddRecord(List<byte> message, int type, int ttl, List<byte> data)
    {
        AddShort(message, type);
        AddShort(message, Internet);
        AddInteger(message, ttl);
        AddShort(message, data.Count);
        message.AddRange(data);
    }

    private static List<byte> DataOf(DnsRecord record)
    {
        switch (record)
        {
            case AddressRecord address:
                return [.. address.Address.GetAddressBytes()];
            case ServiceRecord service:
                var data = new List<byte>();
                AddShort(data, ServiceRecord.Priority);
                AddShort(data, ServiceRecord.Weight);
                AddShort(data, service.Port);
                AddName(data, service.Host);
                return data;
            default:
                throw new InvalidOperationException($"Nobody writes {record.GetType().Name}.");
        }
    }

    private List<byte> SoaData()
    {
        var data = new List<byte>();
        AddName(data, NameServer);
        AddName(data, Mailbox);
        foreach (var number in new[] { Serial, Refresh, Retry, Expiry, ZoneTtl })
            AddInteger(data, number);
        return data;
    }

    private static void AddName(List<byte> message, string name)
    {
        foreach (var label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.Latin1.GetBytes(label));
        }

        message.Add(0);
    }

    private static void AddShort(List<byte> message, int number)
    {
        message.Add((byte)(number >> 8));
        message.Add((byte)number);
    }

    private static void AddInteger(List<byte> message, int number)
    {
        AddShort(message, number >> 16);
        AddShort(message, number);
    }
}
