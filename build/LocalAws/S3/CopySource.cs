using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The object, or a part of it, that a copy is made of.</summary>
/// <param name="Bucket">Where it is.</param>
/// <param name="Range">Null for all of it.</param>
/// <param name="ETag">What the object has to be; null for anything.</param>
internal sealed record CopySource(Bucket Bucket, string Key, string? Range, string? ETag)
{
    private const string Header = "x-amz-copy-source";

    private static readonly string[] Known = [$"{Header}-range", $"{Header}-if-match"];

    /// <summary>Null for a call that copies nothing.</summary>
    /// <exception cref="AwsErrorException">There is no such bucket, or the copy has a condition or is of a version.</exception>
    public static async Task<CopySource?> FindAsync(S3Call call, BucketStore store, CancellationToken cancellationToken)
    {
        if (call.Header(Header) is not { } header)
            return null;
        if (call.Request.Headers.Keys.FirstOrDefault(name => name.StartsWith($"{Header}-", StringComparison.OrdinalIgnoreCase) && !Known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } condition)
            throw AwsErrorException.NotImplemented($"the header '{condition}' of S3 copies");
        if (header.Contains("?versionId=", StringComparison.Ordinal))
            throw AwsErrorException.NotImplemented("S3 copies of a version");
        var parts = Uri.UnescapeDataString(header).TrimStart('/').Split('/', 2);
        if (parts is not [{ Length: > 0 } bucket, { Length: > 0 } key])
            throw S3Errors.InvalidArgument("Invalid copy source object key");
        return new(await store.GetAsync(bucket, cancellationToken), S3Call.CheckKey(key), call.Header($"{Header}-range"), call.Header($"{Header}-if-match")?.Trim('"'));
    }

    /// <summary>Copies the content.</summary>
    /// <returns>How long it has to be.</returns>
    /// <exception cref="AwsErrorException">There is no such object, it is another one than expected, or it has not that part.</exception>
    public async Task<ExpectedContent> CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var (entry, content) = await Bucket.OpenAsync(Key, cancellationToken);
        await using (content)
        {
            if (ETag is not null && ETag != entry.ETag)
                throw S3Errors.PreconditionFailed();
            var range = ByteRange.Parse(Range, entry.Size) ?? new(0, entry.Size - 1);
            await range.CopyAsync(content, destination, cancellationToken);
            return new() { Length = range.Length };
        }
    }

    /// <summary>What the object is, without its content.</summary>
    /// <exception cref="AwsErrorException">There is no such object.</exception>
    public Task<StoredObject> DescribeAsync(CancellationToken cancellationToken) =>
        Bucket.ReadAsync(index => index.Objects.GetValueOrDefault(Key) ?? throw S3Errors.NoSuchKey(), cancellationToken);
}
