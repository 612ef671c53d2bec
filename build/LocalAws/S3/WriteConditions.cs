using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The conditions of a PutObject or DeleteObject: <c>If-None-Match: *</c> and <c>If-Match</c>.</summary>
/// <param name="OnlyNew">Nothing may have the key.</param>
/// <param name="Expected">The entity tag that the object must have, or <c>*</c> for any; null for no such condition.</param>
internal sealed record WriteConditions(bool OnlyNew, string? Expected)
{
    public bool Any => OnlyNew || Expected is not null;

    /// <exception cref="AwsErrorException">A condition that S3 does not know for writes.</exception>
    public static WriteConditions Of(S3Call call)
    {
        var noneMatch = call.Header("If-None-Match");
        if (noneMatch is not (null or "*"))
            throw new AwsErrorException("NotImplemented", "A header you provided implies functionality that is not implemented: If-None-Match takes only *.", 501);
        return new(noneMatch is not null, call.Header("If-Match"));
    }

    /// <summary>Checks the object that has the key now.</summary>
    /// <exception cref="AwsErrorException"><c>PreconditionFailed</c>, or <c>NoSuchKey</c> where an object is expected and none is there.</exception>
    public void Check(StoredObject? current)
    {
        if (OnlyNew && current is not null)
            throw S3Errors.PreconditionFailed();
        if (Expected is null)
            return;
        if (current is null)
            throw S3Errors.NoSuchKey();
        if (Expected != "*" && Expected.Trim('"') != current.ETag)
            throw S3Errors.PreconditionFailed();
    }
}
