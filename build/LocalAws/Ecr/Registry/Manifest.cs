using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>An image manifest or an index of several, as the registry has it.</summary>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Text">The exact text that the digest is of.</param>
internal sealed record Manifest(string Digest, string MediaType, string Text)
{
    private readonly JsonNode? _document = JsonNode.Parse(Text);

    /// <summary>The media type of the configuration; null for an index.</summary>
    public string? ArtifactMediaType => (string?)_document?["config"]?["mediaType"];

    /// <summary>Digests of the configuration and the layers; of the images of an index.</summary>
    public IReadOnlyList<string> Layers =>
    [
        .. new[] { _document?["config"] }.Concat((_document?["layers"] ?? _document?["manifests"]) as JsonArray ?? []).Select(part => (string?)part?["digest"]).OfType<string>(),
    ];

    /// <summary>Bytes of all layers, compressed, and of the configuration; null for an index.</summary>
    public long? Size => _document?["layers"] is JsonArray layers
        ? layers.Sum(layer => (long?)layer?["size"] ?? 0) + ((long?)_document["config"]?["size"] ?? 0)
        : null;
}
