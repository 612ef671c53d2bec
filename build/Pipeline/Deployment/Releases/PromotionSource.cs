namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What a release was promoted from.</summary>
/// <param name="TaskDefinition">The ARN of the released revision; null when a recorded release was promoted.</param>
public sealed record PromotionSource(string Environment, string? TaskDefinition);
