namespace Slipway.Aws.Ecr;

/// <summary>An image as the registry describes it.</summary>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Size">Bytes, compressed, as ECR bills them.</param>
public sealed record EcrImage(string Digest, IReadOnlyList<string> Tags, DateTimeOffset? PushedAt, long? Size, string? MediaType);
