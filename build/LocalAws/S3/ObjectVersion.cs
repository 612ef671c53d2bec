namespace Slipway.LocalAws.S3;

/// <summary>A version of a key.</summary>
/// <param name="Object">Null for a delete marker.</param>
internal sealed record ObjectVersion(string Id, DateTimeOffset LastModified, StoredObject? Object);
