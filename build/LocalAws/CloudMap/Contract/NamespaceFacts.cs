namespace Slipway.LocalAws.CloudMap.Contract;

/// <summary>What ECS has to know of a namespace of Cloud Map.</summary>
public sealed record NamespaceFacts(string Arn, string Name);
