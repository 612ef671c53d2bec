using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The operations of S3 on one object.</summary>
internal sealed class ObjectCalls(BucketStore store, TimeProvider time)
{
    /// <summary>Answers GetObject and, without the content, HeadObject.</summary>
    public async Task GetAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("versionId");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var (entry, content) = await bucket.OpenAsync(call.Key!, call.Parameter("versionId"), cancellationToken);
        await using (content)
        {
            // An entity tag decides before a time does (RFC 9110, 13.2.2; the S3 API reference, GetObject).
            if (call.Header("If-Match") is { } match ? !Matches(match, entry) : entry.LastModified > Time(call, "If-Unmodified-Since"))
                throw S3Errors.PreconditionFailed();
            var range = ByteRange.Parse(call.Header("Range"), entry.Size);
            WriteHeaders(call, entry, range);
            if (call.Header("If-None-Match") is { } noneMatch ? Matches(noneMatch, entry) : entry.LastModified <= Time(call, "If-Modified-Since"))
                call.Response.StatusCode = 304;
            else if (!HttpMethods.IsHead(call.Request.Method))
                await (range ?? new(0, entry.Size - 1)).CopyAsync(content, call.Response.Body, cancellationToken);
        }
    }

    public async Task PutAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        await bucket.CheckAsync(index => AclHeaders.CheckObject(call, index), cancellationToken);
        var conditions = WriteConditions.Of(call);
        using var write = conditions.Any ? bucket.Conditional.Begin(call.Key!) : null;
        var source = await CopySource.FindAsync(call, store, cancellationToken);
        var body = ObjectBody.Of(call);
        await using var upload = new ObjectUpload(bucket.ContentDirectory, body.ChecksumHeader ?? (source is null ? null : Checksum.HeaderOf(call)));
        var (headers, tags) = source is null ? (ObjectHeaders.Kept(call), TagSet.Of(call)) : await OfCopyAsync(call, source, cancellationToken);
        await bucket.ReadAsync(index => ObjectHeaders.AddEncryption(headers, index), cancellationToken);
        var expected = source is null ? await body.CopyToAsync(upload.Destination, cancellationToken) : await source.CopyToAsync(upload.Destination, cancellationToken);
        var entry = await upload.FinishAsync(expected, time.GetUtcNow(), cancellationToken) with { Headers = headers, Tags = tags };
        entry = await bucket.PutAsync(call.Key!, entry, Check, cancellationToken);
        upload.Keep();
        call.Response.Headers.ETag = entry.QuotedETag();
        ObjectHeaders.WriteOfBucket(call.Response, entry);
        ObjectHeaders.WriteChecksum(call.Response, entry);
        if (source is not null)
            await XmlAnswer.WriteAsync(call.Response, ListAnswer.Element("CopyObjectResult", ListAnswer.Element("LastModified", ListAnswer.Time(entry.LastModified)), ListAnswer.Element("ETag", entry.QuotedETag())), cancellationToken);

        void Check(StoredObject? current)
        {
            if (write is { IsInConflict: true })
                throw S3Errors.ConditionalRequestConflict();
            conditions.Check(current);
        }
    }

    /// <summary>Without a condition it succeeds whether the object is there or not, as S3 does.</summary>
    public async Task DeleteAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("versionId");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var conditions = WriteConditions.Of(call);
        var deletions = await bucket.DeleteAsync([(call.Key!, call.Parameter("versionId"))], conditions.Any ? conditions.Check : _ => { }, time.GetUtcNow(), cancellationToken);
        if ((deletions[0].VersionId ?? deletions[0].MarkerId) is { } version)
            call.Response.Headers["x-amz-version-id"] = version;
        if (deletions[0].MarkerId is not null)
            call.Response.Headers["x-amz-delete-marker"] = "true";
        call.Response.StatusCode = 204;
    }

    /// <summary>A copy has the headers and the tags of what it is made of, unless it brings its own; its encryption is of the bucket that it comes to.</summary>
    private static async Task<(Dictionary<string, string> Headers, Dictionary<string, string> Tags)> OfCopyAsync(S3Call call, CopySource source, CancellationToken cancellationToken)
    {
        var from = await source.DescribeAsync(cancellationToken);
        var tags = call.Header($"{TagSet.Header}-directive") == "REPLACE" ? TagSet.Of(call) : from.Tags;
        var own = ObjectHeaders.Kept(call);
        if (call.Header("x-amz-metadata-directive") == "REPLACE")
            return (own, tags);
        if (source.Bucket.Name == call.Bucket && source.Key == call.Key)
            throw S3Errors.CopyToItself();
        return (new([.. from.Headers.Where(header => !ObjectHeaders.IsEncryption(header.Key)), .. own.Where(header => ObjectHeaders.IsEncryption(header.Key))]), tags);
    }

    private static void WriteHeaders(S3Call call, StoredObject entry, ByteRange? range)
    {
        var response = call.Response;
        response.ContentType = ObjectHeaders.DefaultContentType;
        foreach (var (name, value) in entry.Headers)
            response.Headers[name] = value;
        ObjectHeaders.WriteOfBucket(response, entry);
        if (entry.Tags.Count > 0)
            response.Headers["x-amz-tagging-count"] = $"{entry.Tags.Count}";
        response.Headers.ETag = entry.QuotedETag();
        response.Headers.LastModified = entry.LastModified.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        response.ContentLength = range?.Length ?? entry.Size;
        if (range is not null)
        {
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {range.First}-{range.Last}/{entry.Size}";
        }
        else if (call.Header("x-amz-checksum-mode") == "ENABLED")
        {
            ObjectHeaders.WriteChecksum(response, entry);
        }
    }

    /// <summary>Null without it, and where it is no time of HTTP.</summary>
    private static DateTimeOffset? Time(S3Call call, string header) =>
        DateTimeOffset.TryParseExact(call.Header(header), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static bool Matches(string condition, StoredObject entry) =>
        condition == "*" || condition.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag.Trim('"') == entry.ETag);
}
