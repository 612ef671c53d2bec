namespace Slipway.Aws.ServiceDiscovery;

/// <summary>A namespace of Cloud Map, of any type.</summary>
public sealed record DiscoveryNamespace(string Name, string Arn);
