namespace Slipway.LocalAws.S3;

/// <summary>What was deleted.</summary>
/// <param name="VersionId">The version that was deleted for good; null where the key was deleted.</param>
/// <param name="MarkerId">The delete marker that was made, or deleted; null where there is none.</param>
internal sealed record Deletion(string Key, string? VersionId, string? MarkerId);
