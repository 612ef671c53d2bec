namespace Slipway.LocalAws.S3;

/// <summary>An object of a bucket without its content.</summary>
internal sealed record StoredObject
{
    /// <summary>The name of the file that holds the content.</summary>
    public required string ContentFile { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The MD5 of the content in hexadecimal, without quotes.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The headers that it was put with and is given back with: content type and kin, and <c>x-amz-meta-*</c>.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The header <c>x-amz-checksum-*</c> that it was put with, and its value; null when there was none.</summary>
    public KeyValuePair<string, string>? Checksum { get; init; }

    /// <summary>In the order of their numbers; none of an object that was put in one go, or in parts without checksums.</summary>
    public IReadOnlyList<StoredPart> Parts { get; set; } = [];

    /// <summary>Of a bucket whose versioning is turned on; else <see cref="Versions.NullId"/>.</summary>
    public string VersionId { get; set; } = Versions.NullId;

    public Dictionary<string, string> Tags { get; set; } = [];

    /// <summary>The entity tag as HTTP writes it.</summary>
    public string QuotedETag() => $"\"{ETag}\"";
}
