namespace Slipway.Docker.Registry;

/// <summary>A layer or a configuration.</summary>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Size">Bytes.</param>
public sealed record RegistryBlob(string Digest, long Size);
