using System.Text.Json.Nodes;

namespace Slipway.Docker.Images;

/// <summary>An image of the engine.</summary>
/// <param name="Id"><c>sha256:…</c>, the digest of the image's configuration.</param>
/// <param name="RepoTags">As <c>repository:tag</c>.</param>
/// <param name="RepoDigests">As <c>repository@sha256:…</c>, one for each repository that it was pushed to or pulled from.</param>
/// <param name="Size">Bytes.</param>
public sealed record ImageDetails(
    string Id, IReadOnlyList<string> RepoTags, IReadOnlyList<string> RepoDigests, IReadOnlyDictionary<string, string> Labels, long Size)
{
    internal static ImageDetails Parse(JsonNode image) => new(
        (string)image["Id"]!,
        Strings(image["RepoTags"]),
        Strings(image["RepoDigests"]),
        image["Config"]?["Labels"] is JsonObject labels
            ? labels.ToDictionary(label => label.Key, label => (string?)label.Value ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
        (long?)image["Size"] ?? 0);

    private static string[] Strings(JsonNode? node) => node is JsonArray values ? [.. values.Select(value => (string)value!)] : [];
}
