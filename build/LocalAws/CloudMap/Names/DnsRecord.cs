using System.Net;

namespace Slipway.LocalAws.CloudMap.Names;

/// <summary>A record of an answer.</summary>
/// <param name="Ttl">Seconds.</param>
public abstract record DnsRecord(ushort Type, int Ttl);

public sealed record AddressRecord(IPAddress Address, int Ttl) : DnsRecord(DnsQuestion.A, Ttl);

/// <summary>A port and the name of its host: RFC 2782.</summary>
public sealed record ServiceRecord(ushort Port, string Host, int Ttl) : DnsRecord(DnsQuestion.Srv, Ttl)
{
    /// <summary>Of all records that Cloud Map makes, and so is <see cref="Weight"/>.</summary>
    public const int Priority = 1;

    public const int Weight = 1;
}
