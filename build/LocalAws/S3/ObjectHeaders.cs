namespace Slipway.LocalAws.S3;

/// <summary>The headers that belong to an object rather than to a request.</summary>
internal static class ObjectHeaders
{
    public const string DefaultContentType = "binary/octet-stream";

    private const string UserMetadataPrefix = "x-amz-meta-";

    private static readonly string[] Kinds = ["Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires"];

    /// <summary>What a put keeps for those who get the object.</summary>
    public static Dictionary<string, string> Kept(S3Call call)
    {
        var kept = call.Request.Headers
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
