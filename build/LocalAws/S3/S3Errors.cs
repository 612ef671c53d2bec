using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>S3's refusals, in its words.</summary>
internal static class S3Errors
{
    public static AwsErrorException NoSuchBucket() => new("NoSuchBucket", "The specified bucket does not exist", 404);

    public static AwsErrorException NoSuchKey() => new("NoSuchKey", "The specified key does not exist.", 404);

    public static AwsErrorException NoSuchVersion() => new("NoSuchVersion", "The specified version does not exist.", 404);

    /// <summary>For a delete marker that is asked for by its id.</summary>
    public static AwsErrorException MethodNotAllowed() => new("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);

    public static AwsErrorException NoSuchUpload() =>
        new("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404);

    public static AwsErrorException InvalidPart() =>
        new("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

    public static AwsErrorException CopyToItself() => new(
        "InvalidRequest",
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");

    public static AwsErrorException InvalidBucketName() => new("InvalidBucketName", "The specified bucket is not valid.");

    public static AwsErrorException BucketAlreadyOwnedByYou() =>
        new("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409);

    public static AwsErrorException BucketNotEmpty(bool hasVersions) => new(
        "BucketNotEmpty", $"The bucket you tried to delete is not empty{(hasVersions ? ". You must delete all versions in the bucket." : "")}", 409);

    public static AwsErrorException PreconditionFailed() =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

    public static AwsErrorException ConditionalRequestConflict() =>
        new("ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.", 409);

    public static AwsErrorException InvalidRange() => new("InvalidRange", "The requested range is not satisfiable", 416);

    public static AwsErrorException AccessDenied() =>
        new("AccessDenied", "Access Denied: the request has no credentials. LocalAws takes any, but like S3 it takes no anonymous request.", 403);

    public static AwsErrorException InvalidArgument(string message) => new("InvalidArgument", message);

    public static AwsErrorException BadDigest(string header) =>
        new("BadDigest", $"The {header} you specified did not match the calculated checksum.");

    public static AwsErrorException InvalidDigest(string header) => new("InvalidDigest", $"The {header} you specified was invalid.");

    public static AwsErrorException IncompleteBody() =>
        new("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    public static AwsErrorException MalformedXml() =>
        new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}
