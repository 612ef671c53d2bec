namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>One thing that was said.</summary>
internal sealed record Evidence(EvidenceSources Source, string Text);
