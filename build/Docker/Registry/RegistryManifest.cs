using System.Text.Json.Nodes;

namespace Slipway.Docker.Registry;

/// <summary>A manifest as the registry keeps it.</summary>
/// <param name="Digest"><c>sha256:…</c> of <paramref name="Content"/>.</param>
/// <param name="Content">Byte for byte: a changed blank is another manifest.</param>
public sealed record RegistryManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The digest of the image's configuration, which is the image's id in an engine; null for an index of several platforms.</summary>
    public string? ConfigDigest => (string?)JsonNode.Parse(Content.Span)?["config"]?["digest"];

    /// <summary>Digests of the manifests that an index leads to: one a platform, and attestations; empty for an image.</summary>
    public IReadOnlyList<string> Children => [.. Descriptors("manifests").Select(descriptor => (string?)descriptor["digest"]).OfType<string>()];

    /// <summary>Configuration and layers, each once; empty for an index. A layer with addresses of its own is kept there, not in registries.</summary>
    public IReadOnlyList<RegistryBlob> Blobs =>
    [
        .. Descriptors("config").Concat(Descriptors("layers")).Where(descriptor => descriptor["urls"] is null)
            .Select(descriptor => new RegistryBlob((string?)descriptor["digest"] ?? "", (long?)descriptor["size"] ?? 0)).DistinctBy(blob => blob.Digest),
    ];

    private IEnumerable<JsonNode> Descriptors(string member) => JsonNode.Parse(Content.Span)?[member] switch
    {
        JsonArray several => several.OfType<JsonNode>(),
        JsonObject one => [one],
        _ => [],
    };
}
