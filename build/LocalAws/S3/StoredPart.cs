namespace Slipway.LocalAws.S3;

/// <summary>A part of an object that was put in parts with checksums: S3 tells of these only.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Checksum">The header <c>x-amz-checksum-*</c> and its value.</param>
internal sealed record StoredPart(int Number, long Size, KeyValuePair<string, string> Checksum);
