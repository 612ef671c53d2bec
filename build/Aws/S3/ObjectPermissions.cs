using Slipway.Aws.Permissions;

namespace Slipway.Aws.S3;

/// <summary>
/// What the operations of S3 need, whose actions have other names. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html,
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
/// </summary>
internal static class ObjectPermissions
{
    private const string Id = "S3";

    private static readonly ResourceShape Bucket = new("arn:{partition}:s3:::{bucket}");
    private static readonly ResourceShape Object = new("arn:{partition}:s3:::{bucket}/{key}");

    /// <summary>Of an object that is not there S3 says so to who may list the bucket, and "AccessDenied" to everybody else (S3 API reference, GetObject).</summary>
    private static readonly RequiredAction Listing = new("s3:ListBucket", Bucket) { Because = "without it S3 answers AccessDenied where an object is missing" };

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        new(Id, "GetObject", new RequiredAction("s3:GetObject", Object), Listing),
        new(Id, "HeadObject", new RequiredAction("s3:GetObject", Object), Listing),
        new(Id, "HeadBucket", new RequiredAction("s3:ListBucket", Bucket)),
        new(Id, "ListObjectsV2", new RequiredAction("s3:ListBucket", Bucket)),

        // A write with If-Match needs s3:GetObject, too (S3 User Guide, "Conditional writes"): who writes so reads before, as the lock does.
        new(Id, "PutObject", new RequiredAction("s3:PutObject", Object)),
        new PermissionRow(Id, "DeleteObject", new RequiredAction("s3:DeleteObject", Object)) { IsOfRehearsals = true },
        new PermissionRow(Id, "CreateBucket", new RequiredAction("s3:CreateBucket", Bucket)) { IsOfRehearsals = true },
    ];
}
