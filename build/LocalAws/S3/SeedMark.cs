namespace Slipway.LocalAws.S3;

/// <summary>Which version of a seed file was copied in: a file that looks like this is not read again.</summary>
/// <param name="ETag">The MD5 of its content: a file that was only touched is not copied in again.</param>
internal sealed record SeedMark(DateTime ModifiedUtc, long Size, string ETag);
