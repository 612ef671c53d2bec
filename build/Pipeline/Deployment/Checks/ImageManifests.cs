using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecr;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>Reads a manifest: the image's own, or an index of several platforms.</summary>
internal static class ImageManifests
{
    /// <summary>What BatchGetImage is to give as it is: without them ECR would choose one of an index.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } =
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ];

    /// <summary>The platforms of an index with the digest of each; null for the manifest of one image.</summary>
    public static IReadOnlyList<(TaskPlatform Platform, string Digest)>? PlatformsOf(ImageManifest manifest) =>
        Parse(manifest)["manifests"] is not JsonArray entries ? null :
        [
            .. entries.OfType<JsonObject>()
                .Select(entry => (Platform: new TaskPlatform((string?)entry["platform"]?["os"] ?? "unknown", (string?)entry["platform"]?["architecture"] ?? "unknown"), Digest: (string?)entry["digest"] ?? ""))
                // Attestations of how an image was built stand beside it in the index.
                .Where(entry => entry.Platform.Os != "unknown"),
        ];

    /// <summary>The digest of the image's configuration; null when the manifest has none.</summary>
    public static string? ConfigOf(ImageManifest manifest) => (string?)Parse(manifest)["config"]?["digest"];

    private static JsonObject Parse(ImageManifest manifest)
    {
        try
        {
            return JsonNode.Parse(manifest.Manifest) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
