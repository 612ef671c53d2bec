using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The headers that belong to an object rather than to a request.</summary>
internal static class ObjectHeaders
{
    public const string DefaultContentType = "binary/octet-stream";

    private const string UserMetadataPrefix = "x-amz-meta-";

    private const string Encryption = "x-amz-server-side-encryption";

    private const string StorageClass = "x-amz-storage-class";

    private const string Standard = "STANDARD";

    private const string EncryptionKey = $"{Encryption}-aws-kms-key-id";

    private static readonly string[] Kinds = ["Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires", "x-amz-website-redirect-location", StorageClass, Encryption, EncryptionKey];

    /// <summary>Classes whose objects have to be restored before they can be read.</summary>
    private static readonly string[] Archives = ["GLACIER", "DEEP_ARCHIVE"];

    /// <summary>As lists show it, which is only kept: everything lies on this machine.</summary>
    public static string StorageClassOf(StoredObject entry) =>
        entry.Headers.FirstOrDefault(header => header.Key.Equals(StorageClass, StringComparison.OrdinalIgnoreCase)).Value ?? Standard;

    public static bool IsEncryption(string header) => header.Equals(Encryption, StringComparison.OrdinalIgnoreCase) || header.Equals(EncryptionKey, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the bucket encrypts with, unless the put says otherwise. Only the names are kept: content lies on disk as it came.</summary>
    /// <returns>The same headers.</returns>
    public static Dictionary<string, string> AddEncryption(Dictionary<string, string> headers, BucketIndex index)
    {
        if (headers.Keys.Any(IsEncryption) || index.ValueOf("encryption", "SSEAlgorithm") is not { } algorithm)
            return headers;
        headers[Encryption] = algorithm;
        if (index.ValueOf("encryption", "KMSMasterKeyID") is { } key)
            headers[EncryptionKey] = key;
        return headers;
    }

    /// <summary>The version of an object and its encryption, which is S3's own where nobody has chosen one.</summary>
    public static void WriteOfBucket(HttpResponse response, StoredObject entry)
    {
        response.Headers[Encryption] = "AES256";
        foreach (var (name, value) in entry.Headers.Where(header => IsEncryption(header.Key)))
            response.Headers[name] = value;
        if (entry.VersionId != Versions.NullId)
            response.Headers["x-amz-version-id"] = entry.VersionId;
    }

    /// <summary>What a put keeps for those who get the object.</summary>
    /// <exception cref="AwsErrorException">The storage class is an archive.</exception>
    public static Dictionary<string, string> Kept(S3Call call)
    {
        if (Archives.Contains(call.Header(StorageClass)))
            throw AwsErrorException.NotImplemented($"the storage class {call.Header(StorageClass)} of S3");
        var kept = call.Request.Headers
            // S3 answers the class of an object that has another one than the usual.
            .Where(header => !header.Key.Equals(StorageClass, StringComparison.OrdinalIgnoreCase) || header.Value != Standard)
            .Where(header => Kinds.Contains(header.Key, StringComparer.OrdinalIgnoreCase) || header.Key.StartsWith(UserMetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value.ToString());
        var encodings = (call.Header("Content-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (string.Join(", ", encodings.Where(encoding => encoding != "aws-chunked")) is { Length: > 0 } own)
            kept["Content-Encoding"] = own;
        return kept;
    }

    public static void WriteChecksum(HttpResponse response, StoredObject entry)
    {
        if (entry.Checksum is not { } checksum)
            return;
        response.Headers[checksum.Key] = checksum.Value;
        response.Headers["x-amz-checksum-type"] = ChecksumTypeOf(checksum.Value);
    }

    /// <summary>One of parts has their number behind it.</summary>
    public static string ChecksumTypeOf(string checksum) => checksum.Contains('-', StringComparison.Ordinal) ? "COMPOSITE" : "FULL_OBJECT";
}
