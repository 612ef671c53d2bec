
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>Content on its way into a bucket: a file that is deleted again unless it is kept.</summary>
internal sealed class ObjectUpload : IAsyncDisposable
{
    private readonly string? _checksumHeader;
    private readonly Checksum? _checksum;
    private readonly HashingStream _destination;
    private readonly string _path;
    private bool _kept;

    /// <summary>Opens a new content file.</summary>
    /// <param name="checksumHeader">The checksum to compute beside the MD5, as <c>x-amz-checksum-*</c>; null for none.</param>
    public ObjectUpload(string directory, string? checksumHeader)
    {
        _checksumHeader = checksumHeader;
        _checksum = checksumHeader is null ? null : Checksum.Create(checksumHeader);
        _path = Path.Combine(directory, Guid.NewGuid().ToString("n"));
        _destination = new(PrivateFile.Create(_path), _checksum);
    }

    /// <summary>Takes the content.</summary>
    public Stream Destination => _destination;

    /// <summary>Closes the file and describes it.</summary>
    /// <exception cref="AwsErrorException">The content is not what was expected.</exception>
    public async Task<StoredObject> FinishAsync(ExpectedContent expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _destination.FlushAsync(cancellationToken);
        var (md5, sha256) = _destination.Finish();
        var checksum = _checksum?.ToBase64();
        if (expected.Length is { } length && length != _destination.Length)
            throw S3Errors.IncompleteBody();
        if (expected.Md5 is { } expectedMd5 && expectedMd5 != Convert.ToBase64String(md5))
            throw S3Errors.BadDigest("Content-MD5");
        if (expected.Sha256 is { } expectedSha256 && !expectedSha256.Equals(Convert.ToHexStringLower(sha256), StringComparison.OrdinalIgnoreCase))
            throw new AwsErrorException("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        if (expected.Checksum is { } expectedChecksum && expectedChecksum != checksum)
            throw S3Errors.BadDigest(_checksumHeader!);
        return new()
        {
            ContentFile = Path.GetFileName(_path),
            Size = _destination.Length,
            ETag = Convert.ToHexStringLower(md5),
            LastModified = new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
            Checksum = checksum is null ? null : new(_checksumHeader!, checksum),
        };
    }

    /// <summary>The file belongs to an object now.</summary>
    public void Keep() => _kept = true;

    public async ValueTask DisposeAsync()
    {
        await _destination.DisposeAsync();
        _checksum?.Dispose();
        if (!_kept)
            File.Delete(_path);
    }
}
