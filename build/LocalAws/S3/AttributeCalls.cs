using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>GetObjectAttributes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html. What it says of attributes that are none is unconfirmed.</summary>
internal sealed class AttributeCalls(BucketStore store)
{
    private const string Parameter = "attributes";
    private const string Parts = "ObjectParts";
    private const int MostParts = 1000;

    /// <summary>In the order of the answer.</summary>
    private static readonly string[] Known = ["ETag", "Checksum", Parts, "StorageClass", "ObjectSize"];

    public static bool Accepts(S3Call call) => call.Parameter(Parameter) is not null && call.Request.Method == "GET";

    public async Task HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters(Parameter, "versionId");
        var wanted = (call.Header("x-amz-object-attributes") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0 || wanted.Except(Known).Any())
            throw S3Errors.InvalidArgument("Invalid attribute name specified.");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var entry = await bucket.ReadAsync(index => Versions.Find(index, call.Key!, call.Parameter("versionId")), cancellationToken);
        call.Response.Headers.LastModified = entry.LastModified.ToString("R", CultureInfo.InvariantCulture);
        if (entry.VersionId != Versions.NullId)
            call.Response.Headers["x-amz-version-id"] = entry.VersionId;
        var attributes = Known.Where(wanted.Contains).SelectMany(name => Of(call, entry, name)).ToArray<object>();
        await XmlAnswer.WriteAsync(call.Response, ListAnswer.Element("GetObjectAttributesResponse", attributes), cancellationToken);
    }

    private static XElement[] Of(S3Call call, StoredObject entry, string attribute) => attribute switch
    {
        "ETag" => [ListAnswer.Element(attribute, entry.ETag)],
        "Checksum" => entry.Checksum is null ? [] : [ListAnswer.Element(attribute, ListAnswer.Checksum(entry))],
        Parts => entry.ETag.Split('-') is [_, var count] ? [ListAnswer.Element(attribute, [ListAnswer.Element("PartsCount", count), .. PageOf(call, entry.Parts)])] : [],
        "StorageClass" => [ListAnswer.Element(attribute, ObjectHeaders.StorageClassOf(entry))],
        _ => [ListAnswer.Element(attribute, entry.Size)],
    };

    /// <summary>Nothing of parts that came without checksums.</summary>
    private static IEnumerable<XElement> PageOf(S3Call call, IReadOnlyList<StoredPart> parts)
    {
        if (parts.Count == 0)
            return [];
        var (after, limit) = (Number(call, "x-amz-part-number-marker", 0), Math.Min(Number(call, "x-amz-max-parts", MostParts), MostParts));
        var left = parts.Where(part => part.Number > after).ToList();
        var page = left.Take(limit).ToList();
        return
        [
            ListAnswer.Element("PartNumberMarker", after), ListAnswer.Element("NextPartNumberMarker", page.Select(part => part.Number).LastOrDefault(after)), ListAnswer.Element("MaxParts", limit),
            ListAnswer.Element("IsTruncated", left.Count > limit),
            .. page.Select(part => ListAnswer.Element("Part", ListAnswer.Element("PartNumber", part.Number), ListAnswer.Element("Size", part.Size), ListAnswer.Checksum(part.Checksum))),
        ];
    }

    private static int Number(S3Call call, string header, int without) => call.Header(header) switch
    {
        null => without,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw S3Errors.InvalidArgument($"Provided {header} not an integer or within integer range: {text}"),
    };
}
