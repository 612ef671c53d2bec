namespace Slipway.Docker.Registry;

/// <summary>An image that a repository has now.</summary>
/// <param name="Digest">The same as the source's.</param>
/// <param name="MountedBlobs">Layers and configurations that another repository of the registry shares with it.</param>
/// <param name="CopiedBlobs">Those that went from registry to registry.</param>
/// <param name="CopiedBytes">Their size.</param>
public sealed record CopiedImage(string Digest, int MountedBlobs, int CopiedBlobs, long CopiedBytes);
