namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>An image that is on the engine.</summary>
/// <param name="Reference">What to start: <c>repository@digest</c> when the image has one.</param>
/// <param name="Digest">Null for an image that was never in a registry.</param>
public sealed record PulledImage(string Reference, string? Digest);
