namespace Slipway.Aws.Ecr;

/// <summary>An image's or index's manifest.</summary>
/// <param name="Manifest">The manifest's exact text: its SHA-256 is the digest.</param>
public sealed record ImageManifest(ImageId Id, string Manifest, string? MediaType);
