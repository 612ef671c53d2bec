namespace Slipway.Aws.Ecr;

public sealed record ManifestLookup(IReadOnlyList<ImageManifest> Found, IReadOnlyList<ImageFailure> Failures);
