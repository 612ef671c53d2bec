using System.Text.Json.Nodes;

namespace Slipway.Docker.Registry;

/// <summary>A manifest as the registry keeps it.</summary>
/// <param name="Digest"><c>sha256:…</c> of <paramref name="Content"/>.</param>
/// <param name="Content">Byte for byte: a changed blank is another manifest.</param>
public sealed record RegistryManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The digest of the image's configuration, which is the image's id in an engine; null for an index of several platforms.</summary>
    public string? ConfigDigest => (string?)JsonNode.Parse(Content.Span)?["config"]?["digest"];
}
