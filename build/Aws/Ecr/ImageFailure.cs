namespace Slipway.Aws.Ecr;

/// <summary>Why an image could not be given.</summary>
/// <param name="Code">Such as <c>ImageNotFound</c>.</param>
public sealed record ImageFailure(ImageId Id, string Code, string Reason);
