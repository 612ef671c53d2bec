using System.Xml.Linq;
using Slipway.LocalAws.Kernel.State;
using static Slipway.LocalAws.S3.ListAnswer;

namespace Slipway.LocalAws.S3;

/// <summary>The answer of ListObjectVersions: keys in order, the versions of each newest first.</summary>
internal static class VersionListing
{
    private const int MostKeys = 1000;

    public static XElement Of(S3Call call, BucketIndex index, LocalAwsOptions options)
    {
        var (prefix, keyMarker, idMarker) = (call.Parameter("prefix") ?? "", call.Parameter("key-marker") ?? "", call.Parameter("version-id-marker") ?? "");
        var limit = Limit(call, "max-keys", MostKeys);
        var left = index.Objects.Keys.Union(index.Others.Keys)
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(key => string.CompareOrdinal(key, keyMarker) > 0 || (key == keyMarker && idMarker.Length > 0))
            .Order(StringComparer.Ordinal)
            .SelectMany(key => Versions.Of(index, key).Select((version, number) => (Key: key, Version: version, IsLatest: number == 0)))
            .ToList();
        // What the page before had of the key at which it ended.
        left = [.. left.Skip(left.FindIndex(entry => entry.Key == keyMarker && entry.Version.Id == idMarker) + 1)];
        var page = left.Take(limit).ToList();
        var encode = Encoding(call);
        var answer = Element(
            "ListVersionsResult", Element("Name", call.Bucket), Element("Prefix", encode(prefix)), Element("KeyMarker", encode(keyMarker)), Element("VersionIdMarker", idMarker),
            Element("MaxKeys", limit), Element("IsTruncated", left.Count > page.Count));
        if (call.Parameter("encoding-type") is { } encoding)
            answer.Add(Element("EncodingType", encoding));
        if (left.Count > page.Count && page.Count > 0)
            answer.Add(Element("NextKeyMarker", encode(page[^1].Key)), Element("NextVersionIdMarker", page[^1].Version.Id));
        answer.Add(page.Select(entry => View(encode(entry.Key), entry.Version, entry.IsLatest, options)));
        return answer;
    }

    private static XElement View(string key, ObjectVersion version, bool isLatest, LocalAwsOptions options)
    {
        object[] common = [Element("Key", key), Element("VersionId", version.Id), Element("IsLatest", isLatest), Element("LastModified", Time(version.LastModified)), Owner(options)];
        return version.Object is { } entry
            ? Element("Version", [.. common, Element("ETag", entry.QuotedETag()), Element("Size", entry.Size), Element("StorageClass", "STANDARD")])
            : Element("DeleteMarker", common);
    }
}
