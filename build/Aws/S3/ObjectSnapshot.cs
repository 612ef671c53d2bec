namespace Slipway.Aws.S3;

/// <summary>A small object, whole, as it was at one moment.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="Age">
/// How long ago it was written, when S3 answered. Both moments are by S3's clock and of whole seconds, so it is wrong by less than a
/// second either way, whatever the clocks of this machine and of the writer's show.
/// </param>
public sealed record ObjectSnapshot(S3Location Location, ReadOnlyMemory<byte> Content, string ETag, TimeSpan Age);
