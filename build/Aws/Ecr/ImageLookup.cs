namespace Slipway.Aws.Ecr;

/// <summary>The images that a repository has, and those that it has not.</summary>
/// <param name="Missing">What was asked for and is not in the repository.</param>
public sealed record ImageLookup(IReadOnlyList<EcrImage> Found, IReadOnlyList<ImageId> Missing);
