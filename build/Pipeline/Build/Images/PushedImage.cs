using Slipway.Pipeline.Deployment.Releases;

namespace Slipway.Pipeline.Build.Images;

/// <summary>An image that the registry has.</summary>
/// <param name="Released">One for each container that runs it, with the same digest.</param>
/// <param name="Sent">False when the registry had it before.</param>
public sealed record PushedImage(IReadOnlyList<ReleasedImage> Released, bool Sent);
