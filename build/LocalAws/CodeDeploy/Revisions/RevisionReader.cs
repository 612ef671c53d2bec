using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.S3;

namespace Slipway.LocalAws.CodeDeploy.Revisions;

/// <summary>Takes the appspec out of a revision: its own content, or an object in S3.</summary>
public sealed class RevisionReader(IBucketStore buckets)
{
    /// <summary>Checks a revision of a request as far as CodeDeploy does before it answers.</summary>
    /// <returns>The content, when it is in the request.</returns>
    /// <exception cref="AwsErrorException">It is missing, of a kind that ECS cannot have, or wrong.</exception>
    public static string? Check(JsonObject? revision)
    {
        switch (revision?.Text("revisionType"))
        {
            case "AppSpecContent":
                return ContentOf(revision.Object("appSpecContent"));
            case "String":
                return ContentOf(revision.Object("string"));
            case "S3":
                var location = revision.Object("s3Location");
                if (location?.Text("bucket") is not { Length: > 0 } || location.Text("key") is not { Length: > 0 })
                    throw CodeDeployErrors.InvalidRevision("The S3 location of the revision must have a bucket and a key.");
                if (location.Text("bundleType") is { } type && type is not ("YAML" or "JSON"))
                    throw CodeDeployErrors.InvalidRevision($"The bundle type of the revision is {type}; for ECS it must be YAML or JSON.");
                return null;
            case null:
                throw CodeDeployErrors.Of("RevisionRequiredException", "RevisionLocation must be specified");
            case var other:
                throw CodeDeployErrors.InvalidRevision($"The revision type {other} cannot be deployed to ECS; use AppSpecContent or S3.");
        }
    }

    /// <summary>The content of a revision that is in S3.</summary>
    /// <exception cref="AwsErrorException"><c>NoSuchBucket</c> or <c>NoSuchKey</c>.</exception>
    public async Task<string> ReadAsync(JsonObject revision, CancellationToken cancellationToken)
    {
        var location = revision.Object("s3Location")!;
        return Encoding.UTF8.GetString(await buckets.ReadAsync(location.Text("bucket")!, location.Text("key")!, cancellationToken));
    }

    /// <summary>A revision as answers show it: by its hash, without its content.</summary>
    public static JsonObject Shown(JsonObject revision, string? content)
    {
        var shown = revision.DeepClone().AsObject();
        if (content is null)
            return shown;
        shown[shown.Text("revisionType") == "String" ? "string" : "appSpecContent"] = new JsonObject { ["sha256"] = HashOf(content) };
        return shown;
    }

    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string ContentOf(JsonObject? holder)
    {
        var content = holder?.Text("content") is { Length: > 0 } given ? given : throw CodeDeployErrors.InvalidRevision("The content of the AppSpec file must be specified");
        if (holder!.Text("sha256") is { Length: > 0 } hash && !hash.Equals(HashOf(content), StringComparison.OrdinalIgnoreCase))
            throw CodeDeployErrors.InvalidRevision($"The SHA256 of the AppSpec content is {HashOf(content)}, not {hash}.");
        AppspecReader.Read(content);
        return content;
    }
}
