namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>A namespace. A private one is a domain, which the containers of all tasks can resolve.</summary>
/// <param name="Id"><c>ns-</c> and 16 letters and digits.</param>
/// <param name="Type">DNS_PRIVATE or HTTP.</param>
public sealed record DiscoveryNamespace(string Id, string Arn, string Name, string Type, DateTimeOffset CreatedAt)
{
    public const string Private = "DNS_PRIVATE";
    public const string Http = "HTTP";

    /// <summary>Seconds. What Cloud Map gives a domain whose creator names none is unconfirmed.</summary>
    public const int DefaultSoaTtl = 15;

    public string? Description { get; init; }

    public string? CreatorRequestId { get; init; }

    /// <summary>Of the private zone at Route 53; null for a namespace without DNS.</summary>
    public string? HostedZoneId { get; init; }

    /// <summary>Seconds: for how long it may be kept that a name is not there.</summary>
    public int SoaTtl { get; set; } = DefaultSoaTtl;

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
