using System.Globalization;
using Amazon.Runtime;
using Amazon.S3.Model;

namespace Slipway.Aws.S3;

/// <summary>
/// Writes that S3 carries out only where the object is as its writer believes (S3 User Guide, "Conditional requests"). One that meets
/// another at the same moment is answered with 409 and tried again like any fault of the server. A try whose answer was lost may have
/// been carried out: the next one then finds its own object there, and is refused.
/// </summary>
public sealed partial class ObjectStore
{
    /// <summary>Writes the object where nothing has its key.</summary>
    /// <returns>Its ETag, without quotes.</returns>
    /// <exception cref="AwsException">with code <c>PreconditionFailed</c> when something has the key</exception>
    public Task<string> CreateAsync(S3Location location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PutWhereAsync(location, content, static request => request.IfNoneMatch = "*", cancellationToken);

    /// <summary>Writes the object where what is there has this ETag.</summary>
    /// <returns>Its new ETag, without quotes.</returns>
    /// <exception cref="AwsException">with code <c>PreconditionFailed</c> when it has another, and <c>NoSuchKey</c> when it is gone</exception>
    public Task<string> ReplaceAsync(S3Location location, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) =>
        PutWhereAsync(location, content, request => request.IfMatch = $"\"{etag}\"", cancellationToken);

    /// <summary>Reads a small object into memory.</summary>
    /// <exception cref="AwsException">with code <c>NoSuchKey</c> or <c>NoSuchBucket</c> when it does not exist</exception>
    public Task<ObjectSnapshot> ReadAsync(S3Location location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        return _connection.CallAsync(
            Call("GetObject", location),
            async token =>
            {
                var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key };
                var date = default(DateTimeOffset?);
                _s3.Value.Client.AfterResponseEvent += NoteDate;
                try
                {
                    using var response = await _s3.Value.Client.GetObjectAsync(request, token);
                    using var content = new MemoryStream();
                    await response.ResponseStream.CopyToAsync(content, token);
                    var written = response.LastModified is { } modified ? new DateTimeOffset(modified.ToUniversalTime()) : (DateTimeOffset?)null;
                    var age = (date ?? _connection.Time.GetUtcNow()) - (written ?? date ?? _connection.Time.GetUtcNow());
                    return new ObjectSnapshot(location, content.ToArray(), Unquote(response.ETag), age < TimeSpan.Zero ? TimeSpan.Zero : age);
                }
                finally
                {
                    _s3.Value.Client.AfterResponseEvent -= NoteDate;
                }

                // The SDK's answer has not the Date header, which this event has: of all calls of the client, so also of others'.
                void NoteDate(object sender, ResponseEventArgs answer)
                {
                    if (answer is WebServiceResponseEventArgs web && ReferenceEquals(web.Request, request) && web.ResponseHeaders.TryGetValue("Date", out var text)
                        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
                        date = parsed;
                }
            },
            cancellationToken);
    }

    private Task<string> PutWhereAsync(S3Location location, ReadOnlyMemory<byte> content, Action<PutObjectRequest> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        return _connection.CallAsync(
            Call("PutObject", location),
            async token =>
            {
                using var stream = new MemoryStream(content.ToArray(), writable: false);
                var request = new PutObjectRequest
                {
                    BucketName = location.Bucket,
                    Key = location.Key,
                    InputStream = stream,
                    ContentType = "application/json",
                    UseChunkEncoding = !_s3.Value.IsOverridden,
                };
                condition(request);
                var response = await _s3.Value.Client.PutObjectAsync(request, token);
                return Unquote(response.ETag);
            },
            cancellationToken);
    }
}
