using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;

namespace Slipway.LocalAws.S3;

/// <summary>
/// What the calls of S3 are to IAM, whose actions have other names than the operations. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
/// Calls on the configuration of buckets are not told apart: only <c>s3:*</c> allows them here.
/// </summary>
internal static class ObjectPermissions
{
    private static readonly string[] OfObjects = ["uploads", "uploadId", "partNumber", "versionId", "list-type", "prefix", "delimiter", "max-keys", "start-after", "continuation-token", "marker", "encoding-type", "fetch-owner", "versions", "x-id", "delete"];

    /// <summary>For the record: <c>s3 GET object</c>.</summary>
    public static string OperationOf(S3Call call) => $"s3 {call.Request.Method} {(call.Key is not null ? "object" : call.Bucket is not null ? "bucket" : "service")}";

    public static IReadOnlyList<PermissionRequest> Listing(string bucket) => [Request.To("s3:ListBucket", ArnOf(bucket))];

    public static IReadOnlyList<PermissionRequest> Of(S3Call call)
    {
        if (call.Bucket is not { } bucket) return [Request.To("s3:ListAllMyBuckets", "*")];
        var resource = ArnOf(call.Key is { } key ? $"{bucket}/{key}" : bucket);
        var isConfiguration = call.Request.Query.Keys.Any(name => !OfObjects.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) && name is not ("AWSAccessKeyId" or "Expires" or "Signature"));
        return [(call.Request.Method, call.Key, isConfiguration) switch
        {
            (_, _, true) => Request.To($"s3:{call.Request.Method}Configuration", resource),
            ("GET", null, _) when call.Parameter("versions") is not null => Request.To("s3:ListBucketVersions", resource),
            ("GET" or "HEAD", null, _) => Request.To("s3:ListBucket", resource, ("s3:prefix", call.Parameter("prefix") is { } prefix ? [prefix] : [])),
            ("PUT", null, _) => Request.To("s3:CreateBucket", resource),
            ("DELETE", null, _) => Request.To("s3:DeleteBucket", resource),
            ("POST", null, _) => Request.To("s3:DeleteObject", $"{resource}/*"),
            ("GET" or "HEAD", _, _) => Request.To(call.Parameter("versionId") is null ? "s3:GetObject" : "s3:GetObjectVersion", resource),
            ("DELETE", _, _) when call.Parameter("uploadId") is not null => Request.To("s3:AbortMultipartUpload", resource),
            ("DELETE", _, _) => Request.To("s3:DeleteObject", resource),
            _ => Request.To("s3:PutObject", resource),
        }];
    }

    private static string ArnOf(string resource) => $"arn:aws:s3:::{resource}";
}
