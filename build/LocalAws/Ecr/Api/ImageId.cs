using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>What a request names an image by; at least one is there.</summary>
/// <param name="Digest"><c>sha256:…</c></param>
internal sealed record ImageId(string? Tag, string? Digest)
{
    public static ImageId Parse(JsonNode? node) => new((string?)node?["imageTag"], (string?)node?["imageDigest"]);

    public JsonObject ToJson()
    {
        var answer = new JsonObject();
        if (Digest is not null)
            answer["imageDigest"] = Digest;
        if (Tag is not null)
            answer["imageTag"] = Tag;
        return answer;
    }
}
