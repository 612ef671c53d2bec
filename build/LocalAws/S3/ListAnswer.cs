using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>The XML of S3's lists.</summary>
internal static class ListAnswer
{
    private const int MostKeys = 1000;

    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As in <c>ChecksumCRC64NVME</c>.</summary>
    /// <param name="checksum">The header and its value.</param>
    public static XElement Checksum(KeyValuePair<string, string> checksum) =>
        Element($"Checksum{checksum.Key[S3.Checksum.HeaderPrefix.Length..].ToUpperInvariant()}", checksum.Value);

    /// <summary>The same and its type; nothing of an object without one.</summary>
    public static IEnumerable<XElement> Checksum(StoredObject entry) =>
        entry.Checksum is { } checksum ? [Checksum(checksum), Element("ChecksumType", ObjectHeaders.ChecksumTypeOf(checksum.Value))] : [];

    public static XElement Owner(LocalAwsOptions options) => Element("Owner", Element("ID", options.Account), Element("DisplayName", "local"));

    /// <summary>Where to continue: opaque to clients.</summary>
    public static string Token(string last) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(last));

    /// <summary>The key behind which the page begins; null for the first page.</summary>
    public static string? AfterToken(S3Call call)
    {
        try
        {
            return call.Parameter("continuation-token") is { } token ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token)) : null;
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidArgument("The continuation token provided is incorrect");
        }
    }

    /// <summary>The size of a page, <paramref name="most"/> unless less is asked for.</summary>
    public static int Limit(S3Call call, string parameter, int most) => call.Parameter(parameter) switch
    {
        null => most,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => Math.Min(limit, most),
        var text => throw S3Errors.InvalidArgument($"Provided {parameter} not an integer or within integer range: {text}"),
    };

    /// <summary>The answer of the first <c>ListObjects</c>, which continues behind a key that clients know.</summary>
    public static XElement FirstVersion(S3Call call, IReadOnlyDictionary<string, StoredObject> objects)
    {
        var (prefix, delimiter, marker) = (call.Parameter("prefix") ?? "", call.Parameter("delimiter") ?? "", call.Parameter("marker") ?? "");
        var limit = Limit(call, "max-keys", MostKeys);
        var page = ObjectListing.Take(objects.Keys, prefix, delimiter, marker, limit);
        var encode = Encoding(call);
        var answer = Element(
            "ListBucketResult",
            Element("Name", call.Bucket),
            Element("Prefix", encode(prefix)),
            Element("Marker", encode(marker)),
            Element("MaxKeys", limit),
            Element("IsTruncated", page.Last is not null));
        if (page.Last is { } last)
            answer.Add(Element("NextMarker", encode(last)));
        AddPage(call, answer, page, objects);
        return answer;
    }

    /// <summary>The answer of <c>ListObjectsV2</c>.</summary>
    public static XElement Objects(S3Call call, IReadOnlyDictionary<string, StoredObject> objects)
    {
        var (prefix, delimiter) = (call.Parameter("prefix") ?? "", call.Parameter("delimiter") ?? "");
        var startAfter = call.Parameter("start-after") ?? "";
        var keys = objects.Keys.Where(key => string.CompareOrdinal(key, startAfter) > 0);
        var limit = Limit(call, "max-keys", MostKeys);
        var page = ObjectListing.Take(keys, prefix, delimiter, AfterToken(call) ?? "", limit);
        var encode = Encoding(call);
        var answer = Element(
            "ListBucketResult",
            Element("Name", call.Bucket),
            Element("Prefix", encode(prefix)),
            Element("KeyCount", page.Keys.Count + page.CommonPrefixes.Count),
            Element("MaxKeys", limit),
            Element("IsTruncated", page.Last is not null));
        if (startAfter.Length > 0)
            answer.Add(Element("StartAfter", encode(startAfter)));
        if (call.Parameter("continuation-token") is { } token)
            answer.Add(Element("ContinuationToken", token));
        if (page.Last is { } last)
            answer.Add(Element("NextContinuationToken", Token(last)));
        AddPage(call, answer, page, objects);
        return answer;
    }

    /// <summary>What both versions have.</summary>
    private static void AddPage(S3Call call, XElement answer, ObjectListing page, IReadOnlyDictionary<string, StoredObject> objects)
    {
        var encode = Encoding(call);
        if (call.Parameter("delimiter") is { Length: > 0 } delimiter)
            answer.Add(Element("Delimiter", encode(delimiter)));
        if (call.Parameter("encoding-type") is { } encoding)
            answer.Add(Element("EncodingType", encoding));
        answer.Add(page.Keys.Select(key => Entry(encode(key), objects[key])));
        answer.Add(page.CommonPrefixes.Select(common => Element("CommonPrefixes", Element("Prefix", encode(common)))));
    }

    public static Func<string, string> Encoding(S3Call call) =>
        call.Parameter("encoding-type") == "url" ? text => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text => text;

    private static XElement Entry(string key, StoredObject entry) => Element(
        "Contents",
        Element("Key", key),
        Element("LastModified", Time(entry.LastModified)),
        Element("ETag", entry.QuotedETag()),
        Element("Size", entry.Size),
        Element("StorageClass", ObjectHeaders.StorageClassOf(entry)));
}
