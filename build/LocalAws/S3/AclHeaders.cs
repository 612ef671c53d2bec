using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>
/// What requests say about ACLs by headers. Buckets are made without: then an object can only be given the ACL that it has anyway.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html; that <c>private</c> is refused, too, is reported by users of S3
/// (https://github.com/cloudyr/aws.s3/issues/435).
/// </summary>
internal static class AclHeaders
{
    private const string Canned = "x-amz-acl";
    private const string Grant = "x-amz-grant-";
    private const string Ownership = "x-amz-object-ownership";
    private const string Enforced = "BucketOwnerEnforced";
    private const string Private = "private";

    /// <summary>Checks a request that makes an object.</summary>
    /// <exception cref="AwsErrorException"><c>AccessControlListNotSupported</c>, or an ACL that is not emulated.</exception>
    public static void CheckObject(S3Call call, BucketIndex bucket)
    {
        if (!Asks(call, "bucket-owner-full-control"))
            return;
        if (bucket.ValueOf("ownershipControls", "ObjectOwnership") is null or Enforced)
            throw new AwsErrorException("AccessControlListNotSupported", "The bucket does not allow ACLs");
        if (Asks(call, Private))
            throw AwsErrorException.NotImplemented("ACLs of S3 objects other than 'private' and 'bucket-owner-full-control'");
    }

    /// <summary>Checks a request that makes a bucket.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidBucketAclWithObjectOwnership</c>, or an ownership that is to be set afterwards.</exception>
    public static void CheckBucket(S3Call call)
    {
        if (call.Header(Ownership) is { } ownership && ownership != Enforced)
            throw AwsErrorException.NotImplemented($"the header '{Ownership}: {ownership}' of S3 CreateBucket; PutBucketOwnershipControls is emulated");
        if (Asks(call, Private))
            throw new AwsErrorException("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }

    /// <summary>Whether the request has an ACL other than one that changes nothing.</summary>
    private static bool Asks(S3Call call, string harmless) =>
        (call.Header(Canned) is { } acl && acl != harmless) || call.Request.Headers.Keys.Any(name => name.StartsWith(Grant, StringComparison.OrdinalIgnoreCase));
}
