using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecr;

/// <summary>An image of a repository, by tag or by digest (<c>sha256:…</c>); answers carry both where they are known.</summary>
public sealed record ImageId(string? Tag, string? Digest)
{
    public static ImageId ByTag(string tag) => new(tag, null);

    public static ImageId ByDigest(string digest) => new(null, digest);

    public override string ToString() => (Tag, Digest) switch
    {
        (null, _) => Digest ?? "",
        (_, null) => Tag,
        _ => $"{Tag}@{Digest}",
    };

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Tag is not null) json["imageTag"] = Tag;
        if (Digest is not null) json["imageDigest"] = Digest;
        return json;
    }

    internal static ImageId FromJson(JsonNode? json) => new(json?.OptionalText("imageTag"), json?.OptionalText("imageDigest"));
}
