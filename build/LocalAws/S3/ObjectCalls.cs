using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The operations of S3 on one object.</summary>
internal sealed class ObjectCalls(BucketStore store, TimeProvider time)
{
    /// <summary>Answers GetObject and, without the content, HeadObject.</summary>
    public async Task GetAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var (entry, content) = await bucket.OpenAsync(call.Key!, cancellationToken);
        await using (content)
        {
            if (call.Header("If-Match") is { } match && !Matches(match, entry))
                throw S3Errors.PreconditionFailed();
            var range = ByteRange.Parse(call.Header("Range"), entry.Size);
            WriteHeaders(call, entry, range);
            if (call.Header("If-None-Match") is { } noneMatch && Matches(noneMatch, entry))
                call.Response.StatusCode = 304;
            else if (!HttpMethods.IsHead(call.Request.Method))
                await CopyAsync(content, range ?? new(0, entry.Size - 1), call.Response.Body, cancellationToken);
        }
    }

    public async Task PutAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        if (call.Header("x-amz-copy-source") is not null)
            throw AwsErrorException.NotImplemented("S3 CopyObject");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var conditions = WriteConditions.Of(call);
        using var write = conditions.Any ? bucket.Conditional.Begin(call.Key!) : null;
        var body = ObjectBody.Of(call);
        await using var upload = new ObjectUpload(bucket.ContentDirectory, body.ChecksumHeader);
        var expected = await body.CopyToAsync(upload.Destination, cancellationToken);
        var entry = await upload.FinishAsync(expected, time.GetUtcNow(), cancellationToken) with { Headers = ObjectHeaders.Kept(call) };
        await bucket.PutAsync(call.Key!, entry, Check, cancellationToken);
        upload.Keep();
        call.Response.Headers.ETag = entry.QuotedETag();
        ObjectHeaders.WriteChecksum(call.Response, entry);

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
        call.AllowParameters();
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var conditions = WriteConditions.Of(call);
        await bucket.DeleteAsync([call.Key!], conditions.Any ? conditions.Check : _ => { }, cancellationToken);
        call.Response.StatusCode = 204;
    }

    private static void WriteHeaders(S3Call call, StoredObject entry, ByteRange? range)
    {
        var response = call.Response;
        response.ContentType = ObjectHeaders.DefaultContentType;
        foreach (var (name, value) in entry.Headers)
            response.Headers[name] = value;
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

    private static async Task CopyAsync(FileStream content, ByteRange range, Stream destination, CancellationToken cancellationToken)
    {
        content.Position = range.First;
        var buffer = new byte[81920];
        for (var left = range.Length; left > 0;)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException($"'{content.Name}' is shorter than the index says.");
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    private static bool Matches(string condition, StoredObject entry) =>
        condition == "*" || condition.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag.Trim('"') == entry.ETag);
}
