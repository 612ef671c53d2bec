using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using Slipway.Aws.Calls;

namespace Slipway.Aws.S3;

/// <summary>
/// Amazon S3. Failures are told apart by <see cref="AwsException.Code"/>: <c>NoSuchKey</c>, <c>NoSuchBucket</c>, <c>AccessDenied</c>, …,
/// and the message names the location.
/// </summary>
public sealed partial class ObjectStore
{
    private readonly AwsConnection _connection;
    private readonly Lazy<S3Connection> _s3;

    internal ObjectStore(AwsConnection connection)
    {
        _connection = connection;
        _s3 = new(() => new S3Connection(connection), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Copies the object's content to a stream, which must be able to seek: a second try starts again at its position.</summary>
    public Task<ObjectDescription> GetAsync(S3Location location, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(destination);
        if (!destination.CanSeek) throw new ArgumentException("The stream must be able to seek, for a second try.", nameof(destination));

        var start = destination.Position;
        return _connection.TransferAsync(
            Call("GetObject", location),
            async token =>
            {
                destination.Position = start;
                destination.SetLength(start);
                using var response = await _s3.Value.Client.GetObjectAsync(location.Bucket, location.Key, token);
                await response.ResponseStream.CopyToAsync(destination, token);
                return new ObjectDescription(location, response.ContentLength, Unquote(response.ETag), response.LastModified);
            },
            cancellationToken);
    }

    /// <summary>
    /// Writes the object's content to a file, making its folder where needed. The file has <paramref name="mode"/> (less what the umask
    /// takes away) from its first moment, appears under its name when it is complete, and does not appear at all on failure.
    /// </summary>
    public Task<ObjectDescription> GetAsync(S3Location location, string path, UnixFileMode mode, CancellationToken cancellationToken) =>
        PrivateFile.WriteAsync(path, mode, (file, token) => GetAsync(location, file, token), cancellationToken);

    /// <summary>Describes the object without its content.</summary>
    /// <exception cref="AwsException">with code <c>NoSuchKey</c> or <c>NoSuchBucket</c> when it does not exist</exception>
    public async Task<ObjectDescription> HeadAsync(S3Location location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        try
        {
            return await _connection.CallAsync(
                Call("HeadObject", location),
                async token =>
                {
                    var response = await _s3.Value.Client.GetObjectMetadataAsync(location.Bucket, location.Key, token);
                    return new ObjectDescription(location, response.ContentLength, Unquote(response.ETag), response.LastModified);
                },
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Kind == AwsFailure.NotFound)
        {
            throw await MissingAsync(exception, location, cancellationToken);
        }
    }

    /// <summary>Whether the bucket has the object.</summary>
    /// <exception cref="AwsException">The bucket does not exist, or S3 does not tell (<c>AccessDenied</c>).</exception>
    public async Task<bool> ExistsAsync(S3Location location, CancellationToken cancellationToken)
    {
        try
        {
            await HeadAsync(location, cancellationToken);
            return true;
        }
        catch (AwsException exception) when (exception.Code == "NoSuchKey")
        {
            return false;
        }
    }

    /// <summary>Creates or replaces the object.</summary>
    /// <param name="content">Must be able to seek: a second try reads it again from its position.</param>
    public async Task PutAsync(S3Location location, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek) throw new ArgumentException("The stream must be able to seek, for a second try.", nameof(content));

        var start = content.Position;
        await _connection.TransferAsync(
            Call("PutObject", location),
            token =>
            {
                content.Position = start;
                var request = new PutObjectRequest
                {
                    BucketName = location.Bucket,
                    Key = location.Key,
                    InputStream = content,
                    AutoCloseStream = false,
                    AutoResetStreamPosition = false,
                    // Emulators take a plain body; AWS gets the SDK's checksums and chunks.
                    UseChunkEncoding = !_s3.Value.IsOverridden,
                };
                return _s3.Value.Client.PutObjectAsync(request, token);
            },
            cancellationToken);
    }

    /// <summary>Deletes the object; one that does not exist is no error.</summary>
    public async Task DeleteAsync(S3Location location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        await _connection.CallAsync(
            Call("DeleteObject", location),
            token => _s3.Value.Client.DeleteObjectAsync(location.Bucket, location.Key, token),
            cancellationToken);
    }

    /// <summary>Creates the bucket in the region in use; one that the account has already is no error.</summary>
    public async Task CreateBucketAsync(string bucket, CancellationToken cancellationToken)
    {
        // S3 API reference, CreateBucket: in us-east-1 a request names no region, and a bucket that is the caller's own already is a success.
        var region = _connection.Region.SystemName;
        var request = new PutBucketRequest { BucketName = bucket, BucketRegionName = region == "us-east-1" ? null : region };
        try
        {
            await _connection.CallAsync(new AwsCall("S3", "CreateBucket", $"s3://{bucket}"), token => _s3.Value.Client.PutBucketAsync(request, token), cancellationToken);
        }
        catch (AwsException exists) when (exists.Code == "BucketAlreadyOwnedByYou")
        {
        }
    }

    /// <summary>The objects whose keys begin with <paramref name="prefix"/> (empty: all), in the order of their keys, page by page.</summary>
    public async IAsyncEnumerable<ObjectDescription> ListAsync(
        string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new AwsCall("S3", "ListObjectsV2", $"s3://{bucket}/{prefix}");
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            var page = await _connection.CallAsync(call, token => _s3.Value.Client.ListObjectsV2Async(request, token), cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new ObjectDescription(new S3Location(bucket, found.Key), found.Size ?? 0, Unquote(found.ETag), found.LastModified);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is { Length: > 0 });
    }

    internal void Dispose()
    {
        if (_s3.IsValueCreated) _s3.Value.Dispose();
    }

    /// <summary>A HEAD's 404 has no body, so it does not say whether the key or the bucket is missing: the bucket is asked.</summary>
    private async Task<AwsException> MissingAsync(AwsException missing, S3Location location, CancellationToken cancellationToken)
    {
        var (code, message) = ("NoSuchKey", "The specified key does not exist.");
        try
        {
            await _connection.CallAsync(
                new AwsCall("S3", "HeadBucket", $"s3://{location.Bucket}"),
                token => _s3.Value.Client.HeadBucketAsync(new HeadBucketRequest { BucketName = location.Bucket }, token),
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Kind == AwsFailure.NotFound)
        {
            (code, message) = ("NoSuchBucket", "The specified bucket does not exist.");
        }
        catch (AwsException exception) when (exception.Kind == AwsFailure.AccessDenied)
        {
            // The bucket exists, and more than that is not ours to know.
        }

        return missing.As(code, message);
    }

    private static AwsCall Call(string operation, S3Location location) => new("S3", operation, location.ToString());

    private static string Unquote(string? etag) => etag?.Trim('"') ?? "";
}
