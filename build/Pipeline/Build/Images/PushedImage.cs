
using Slipway.Pipeline.Deployment.Releases;

namespace Slipway.Pipeline.Build.Images;

/// <summary>An image that the registry has.</summary>
/// <param name="Sent">False when the registry had it before.</param>
public sealed record PushedImage(ReleasedImage Released, bool Sent);
