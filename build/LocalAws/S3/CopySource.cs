using System.Net.Http.Headers;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The object, or a part of it, that a copy is made of.</summary>
/// <param name="Bucket">Where it is.</param>
/// <param name="Range">Null for all of it.</param>
/// <param name="ETag">What the object has to be; null for anything.</param>
internal sealed record CopySource(Bucket Bucket, string Key, string? Range, string? ETag)
{
    private const string Header = "x-amz-copy-source";

    private const string RangeHeader = $"{Header}-range";

    /// <summary>A part of an object can be copied into a part only.</summary>
    private static string[] Known(S3Call call) => call.Parameter("uploadId") is null ? [$"{Header}-if-match"] : [$"{Header}-if-match", RangeHeader];

    /// <summary>Null for a call that copies nothing.</summary>
    /// <exception cref="AwsErrorException">There is no such bucket, or the copy has a condition or is of a version.</exception>
    public static async Task<CopySource?> FindAsync(S3Call call, BucketStore store, CancellationToken cancellationToken)
    {
        if (call.Header(Header) is not { } header)
            return null;
        if (call.Request.Headers.Keys.FirstOrDefault(name => name.StartsWith($"{Header}-", StringComparison.OrdinalIgnoreCase) && !Known(call).Contains(name, StringComparer.OrdinalIgnoreCase)) is { } condition)
            throw AwsErrorException.NotImplemented($"the header '{condition}' of S3 copies");
        if (header.Contains("?versionId=", StringComparison.Ordinal))
            throw AwsErrorException.NotImplemented("S3 copies of a version");
        var parts = Uri.UnescapeDataString(header).TrimStart('/').Split('/', 2);
        if (parts is not [{ Length: > 0 } bucket, { Length: > 0 } key])
            throw S3Errors.InvalidArgument("Invalid copy source object key");
        return new(await store.GetAsync(bucket, cancellationToken), S3Call.CheckKey(key), call.Header(RangeHeader), call.Header($"{Header}-if-match")?.Trim('"'));
    }

    /// <summary>Copies the content.</summary>
    /// <returns>How long it has to be.</returns>
    /// <exception cref="AwsErrorException">There is no such object, it is another one than expected, or it has not that part.</exception>
    public async Task<ExpectedContent> CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var (entry, content) = await Bucket.OpenAsync(Key, version: null, cancellationToken);
        await using (content)
        {
            if (ETag is not null && ETag != entry.ETag)
                throw S3Errors.PreconditionFailed();
            var range = Range is null ? new(0, entry.Size - 1) : PartOf(Range, entry.Size);
            await range.CopyAsync(content, destination, cancellationToken);
            return new() { Length = range.Length };
        }
    }

    /// <summary>Both ends have to be given, and to be within the object, otherwise than where an object is read.</summary>
    private static ByteRange PartOf(string range, long size)
    {
        if (!RangeHeaderValue.TryParse(range, out var parsed) || parsed is not { Unit: "bytes", Ranges.Count: 1 } || parsed.Ranges.First() is not { From: { } first, To: { } last })
            throw S3Errors.InvalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
        return last < size ? new(first, last) : throw S3Errors.InvalidArgument($"Range specified is not valid for source object of size: {size}");
    }

    /// <summary>What the object is, without its content.</summary>
    /// <exception cref="AwsErrorException">There is no such object.</exception>
    public Task<StoredObject> DescribeAsync(CancellationToken cancellationToken) =>
        Bucket.ReadAsync(index => index.Objects.GetValueOrDefault(Key) ?? throw S3Errors.NoSuchKey(), cancellationToken);
}
