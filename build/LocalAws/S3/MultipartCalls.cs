using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The operations of S3 on objects that are put in parts, as clients put large ones.</summary>
internal sealed class MultipartCalls(BucketStore store, TimeProvider time)
{
    private const int MostListed = 1000;

    public async Task CreateAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploads");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        await bucket.CheckAsync(index => AclHeaders.CheckObject(call, index), cancellationToken);
        var algorithm = call.Header("x-amz-checksum-algorithm")?.ToLowerInvariant();
        // Amazon S3 User Guide, "Checking object integrity": only CRC-64/NVME cannot be of the parts; the others are by default.
        var isComposite = call.Header("x-amz-checksum-type") is { } type ? type == "COMPOSITE" : algorithm is not (null or "crc64nvme");
        var header = Checksum.HeaderOf(call);
        if (header is not null)
            Checksum.Create(header).Dispose();
        var headers = await bucket.ReadAsync(index => ObjectHeaders.AddEncryption(ObjectHeaders.Kept(call), index), cancellationToken);
        var upload = new MultipartUpload(call.Key!, headers, TagSet.Of(call), header, isComposite, time.GetUtcNow());
        bucket.Uploads[upload.Id] = upload;
        if (algorithm is not null)
            (call.Response.Headers["x-amz-checksum-algorithm"], call.Response.Headers["x-amz-checksum-type"]) = (algorithm.ToUpperInvariant(), isComposite ? "COMPOSITE" : "FULL_OBJECT");
        await WriteAsync(call, "InitiateMultipartUploadResult", [ListAnswer.Element("Bucket", call.Bucket), ListAnswer.Element("Key", call.Key), ListAnswer.Element("UploadId", upload.Id)], cancellationToken);
    }

    public async Task PutPartAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploadId", "partNumber");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var upload = Find(bucket, call);
        var number = Number(call);
        var source = await CopySource.FindAsync(call, store, cancellationToken);
        var body = ObjectBody.Of(call);
        await using var part = new ObjectUpload(bucket.ContentDirectory, source is null ? body.ChecksumHeader ?? upload.ChecksumHeader : upload.ChecksumHeader);
        var expected = source is null ? await body.CopyToAsync(part.Destination, cancellationToken) : await source.CopyToAsync(part.Destination, cancellationToken);
        var entry = await part.FinishAsync(expected, time.GetUtcNow(), cancellationToken);
        if (!bucket.Uploads.ContainsKey(upload.Id))
            throw S3Errors.NoSuchUpload();
        upload.Parts.AddOrUpdate(number, entry, (_, before) =>
        {
            bucket.Discard([before]);
            return entry;
        });
        part.Keep();
        call.Response.Headers.ETag = entry.QuotedETag();
        ObjectHeaders.WriteChecksum(call.Response, entry);
        if (source is not null)
            await WriteAsync(call, "CopyPartResult", [ListAnswer.Element("LastModified", ListAnswer.Time(entry.LastModified)), ListAnswer.Element("ETag", entry.QuotedETag())], cancellationToken);
    }

    public async Task CompleteAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploadId");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var upload = Find(bucket, call);
        var named = await NamedAsync(call, cancellationToken);
        var parts = upload.Choose(named);
        var conditions = WriteConditions.Of(call);
        await using var whole = new ObjectUpload(bucket.ContentDirectory, upload.IsComposite ? null : upload.ChecksumHeader);
        foreach (var part in parts)
        {
            await using var content = File.OpenRead(Path.Combine(bucket.ContentDirectory, part.ContentFile));
            await content.CopyToAsync(whole.Destination, cancellationToken);
        }

        var expected = new ExpectedContent { Checksum = upload is { IsComposite: false, ChecksumHeader: { } header } ? call.Header(header) : null };
        var entry = await whole.FinishAsync(expected, time.GetUtcNow(), cancellationToken);
        entry = entry with { ETag = MultipartUpload.ETagOf(parts), Headers = upload.Headers, Tags = upload.Tags, Checksum = upload.ChecksumOf(parts, entry.Checksum), Parts = MultipartUpload.Kept(named, parts) };
        entry = await bucket.PutAsync(upload.Key, entry, conditions.Check, cancellationToken);
        whole.Keep();
        ObjectHeaders.WriteOfBucket(call.Response, entry);
        Forget(bucket, upload);
        await WriteAsync(
            call,
            "CompleteMultipartUploadResult",
            [ListAnswer.Element("Location", $"/{call.Bucket}/{call.Key}"), ListAnswer.Element("Bucket", call.Bucket), ListAnswer.Element("Key", call.Key), ListAnswer.Element("ETag", entry.QuotedETag()), .. ListAnswer.Checksum(entry)],
            cancellationToken);
    }

    public async Task AbortAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploadId");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        Forget(bucket, Find(bucket, call));
        call.Response.StatusCode = 204;
    }

    public async Task ListPartsAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploadId", "max-parts", "part-number-marker");
        var upload = Find(await store.GetAsync(call.Bucket!, cancellationToken), call);
        var after = int.Parse(call.Parameter("part-number-marker") ?? "0", CultureInfo.InvariantCulture);
        var limit = ListAnswer.Limit(call, "max-parts", 1000);
        var left = upload.Parts.Where(part => part.Key > after).OrderBy(part => part.Key).ToList();
        var page = left.Take(limit).ToList();
        await WriteAsync(
            call,
            "ListPartsResult",
            [
                ListAnswer.Element("Bucket", call.Bucket), ListAnswer.Element("Key", call.Key), ListAnswer.Element("UploadId", upload.Id), ListAnswer.Element("PartNumberMarker", after),
                ListAnswer.Element("NextPartNumberMarker", page.Select(part => part.Key).LastOrDefault(after)), ListAnswer.Element("MaxParts", limit), ListAnswer.Element("IsTruncated", left.Count > limit),
                .. page.Select(part => ListAnswer.Element(
                    "Part", ListAnswer.Element("PartNumber", part.Key), ListAnswer.Element("LastModified", ListAnswer.Time(part.Value.LastModified)), ListAnswer.Element("ETag", part.Value.QuotedETag()), ListAnswer.Element("Size", part.Value.Size))),
            ],
            cancellationToken);
    }

    /// <summary>Those that are under way, by their keys, then by when they began.</summary>
    public async Task ListAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("uploads", "prefix", "encoding-type", "max-uploads", "key-marker", "upload-id-marker");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var (key, id, limit, encode) = (call.Parameter("key-marker") ?? "", call.Parameter("upload-id-marker"), ListAnswer.Limit(call, "max-uploads", MostListed), ListAnswer.Encoding(call));
        var all = bucket.Uploads.Values.Where(upload => upload.Key.StartsWith(call.Parameter("prefix") ?? "", StringComparison.Ordinal))
            .OrderBy(upload => upload.Key, StringComparer.Ordinal).ThenBy(upload => upload.Initiated).ThenBy(upload => upload.Id, StringComparer.Ordinal).ToList();
        // Behind the upload that the last page ended with, or behind all of that key.
        var before = all.FindLastIndex(upload => string.CompareOrdinal(upload.Key, key) < 0 || (upload.Key == key && (id is null || upload.Id == id)));
        var left = all.Skip(before + 1).ToList();
        var page = left.Take(limit).ToList();
        object[] next = left.Count > page.Count && page.Count > 0
            ? [ListAnswer.Element("NextKeyMarker", encode(page[^1].Key)), ListAnswer.Element("NextUploadIdMarker", page[^1].Id)]
            : [];
        await WriteAsync(
            call,
            "ListMultipartUploadsResult",
            [
                ListAnswer.Element("Bucket", call.Bucket), ListAnswer.Element("EncodingType", call.Parameter("encoding-type")), ListAnswer.Element("MaxUploads", limit), ListAnswer.Element("IsTruncated", left.Count > page.Count), .. next,
                .. page.Select(upload => ListAnswer.Element("Upload", ListAnswer.Element("Key", encode(upload.Key)), ListAnswer.Element("UploadId", upload.Id), ListAnswer.Element("StorageClass", "STANDARD"), ListAnswer.Element("Initiated", ListAnswer.Time(upload.Initiated)))),
            ],
            cancellationToken);
    }

    private static MultipartUpload Find(Bucket bucket, S3Call call) =>
        bucket.Uploads.TryGetValue(call.Parameter("uploadId") ?? "", out var upload) && upload.Key == call.Key ? upload : throw S3Errors.NoSuchUpload();

    private static void Forget(Bucket bucket, MultipartUpload upload)
    {
        bucket.Uploads.TryRemove(upload.Id, out _);
        bucket.Discard(upload.Parts.Values);
    }

    private static int Number(S3Call call) =>
        int.TryParse(call.Parameter("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MultipartUpload.MostParts
            ? number
            : throw S3Errors.InvalidArgument($"Part number must be an integer between 1 and {MultipartUpload.MostParts}, inclusive");

    private static async Task<IReadOnlyList<(int Number, string ETag)>> NamedAsync(S3Call call, CancellationToken cancellationToken)
    {
        var parts = (await call.ReadXmlAsync(cancellationToken)).Elements().Where(element => element.Name.LocalName == "Part").ToList();
        if (parts.Count is 0 or > MultipartUpload.MostParts)
            throw S3Errors.MalformedXml();
        return [.. parts.Select(part => (int.TryParse(Text(part, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw S3Errors.MalformedXml(), Text(part, "ETag")))];
    }

    private static string Text(XElement part, string name) => part.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? throw S3Errors.MalformedXml();

    private static Task WriteAsync(S3Call call, string name, object[] content, CancellationToken cancellationToken) =>
        XmlAnswer.WriteAsync(call.Response, ListAnswer.Element(name, content), cancellationToken);
}
