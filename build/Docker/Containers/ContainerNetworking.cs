namespace Slipway.Docker.Containers;

/// <summary>How a container is reached and whom it reaches.</summary>
public sealed record ContainerNetworking
{
    /// <summary>A network's name or id, <c>bridge</c>, <c>host</c>, <c>none</c> or <c>container:ID</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Names of the container on <see cref="Network"/>, which must be one that was created.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary><c>127.0.0.1:8080:80/tcp</c>; <c>127.0.0.1::80</c> lets the engine choose the port.</summary>
    public IReadOnlyList<string> PublishedPorts { get; init; } = [];

    /// <summary><c>container:alias</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary><c>host:address</c>.</summary>
    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    public IReadOnlyList<string> DnsServers { get; init; } = [];

    public IReadOnlyList<string> DnsSearchDomains { get; init; } = [];
}
