using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>A bucket's policy. Nobody checks permissions; what S3 would not take is refused.</summary>
internal static class BucketPolicy
{
    /// <param name="blocksPublic">Whether the bucket's public access block forbids policies that let everybody in.</param>
    /// <exception cref="AwsErrorException"><c>MalformedPolicy</c> or <c>AccessDenied</c>.</exception>
    public static void Check(string policy, bool blocksPublic)
    {
        var statements = Statements(policy);
        if (statements.Count == 0)
            throw Malformed("Missing required field Statement");
        if (blocksPublic && statements.Exists(IsPublic))
        {
            throw new AwsErrorException(
                "AccessDenied", "User is not authorized to perform: s3:PutBucketPolicy on resource because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.", 403);
        }
    }

    private static List<JsonObject> Statements(string policy)
    {
        try
        {
            return JsonNode.Parse(policy) is JsonObject document
                ? [.. (document["Statement"] is JsonArray list ? list : [document["Statement"]?.DeepClone()]).OfType<JsonObject>()]
                : throw Malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        catch (JsonException)
        {
            throw Malformed("Policies must be valid JSON and the first byte must be '{'");
        }
    }

    /// <summary>Whether it lets everybody in. One with a condition may do so as well, which is not judged.</summary>
    private static bool IsPublic(JsonObject statement) => (string?)statement["Effect"] == "Allow" && statement["Condition"] is null && Principals(statement["Principal"]).Contains("*");

    private static IEnumerable<string> Principals(JsonNode? principal) => principal switch
    {
        JsonObject of => Principals(of["AWS"]),
        JsonArray list => list.Select(one => one?.ToString() ?? ""),
        JsonValue one => [one.ToString()],
        _ => [],
    };

    private static AwsErrorException Malformed(string message) => new("MalformedPolicy", message);
}
