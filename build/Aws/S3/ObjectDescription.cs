namespace Slipway.Aws.S3;

/// <summary>An object without its content.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes.</param>
public sealed record ObjectDescription(S3Location Location, long Size, string ETag, DateTimeOffset? LastModified);
