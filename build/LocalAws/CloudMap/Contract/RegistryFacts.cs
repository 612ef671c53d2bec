namespace Slipway.LocalAws.CloudMap.Contract;

/// <summary>What ECS has to know of a service of Cloud Map.</summary>
/// <param name="RecordTypes">A and SRV, or one of them; empty for a service that is found by DiscoverInstances only.</param>
public sealed record RegistryFacts(string Arn, IReadOnlyList<string> RecordTypes);
