using System.Security.Cryptography;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>One of the checksums that S3 keeps with an object, computed while the content passes.</summary>
internal abstract class Checksum : IDisposable
{
    public const string HeaderPrefix = "x-amz-checksum-";

    /// <summary>The header of the checksum that <c>x-amz-checksum-algorithm</c> asks for; null without it.</summary>
    public static string? HeaderOf(S3Call call) => call.Header("x-amz-checksum-algorithm") is { } algorithm ? HeaderPrefix + algorithm.ToLowerInvariant() : null;

    /// <summary>The checksum that a header carries.</summary>
    /// <param name="header">As in <c>x-amz-checksum-crc32</c>, lower-case.</param>
    /// <exception cref="AwsErrorException">S3 may know it; we do not.</exception>
    public static Checksum Create(string header) => header[HeaderPrefix.Length..] switch
    {
        "crc32" => new CyclicRedundancyCheck(32, 0xEDB88320),
        "crc32c" => new CyclicRedundancyCheck(32, 0x82F63B78),
        "crc64nvme" => new CyclicRedundancyCheck(64, 0x9A6C9329AC4BC9B5),
#pragma warning disable CA5350 // SHA-1 is one of the algorithms that S3 offers for finding transmission errors
        "sha1" => new Hash(HashAlgorithmName.SHA1),
#pragma warning restore CA5350
        "sha256" => new Hash(HashAlgorithmName.SHA256),
        _ => throw AwsErrorException.NotImplemented($"the S3 checksum {header}"),
    };

    public abstract void Append(ReadOnlySpan<byte> content);

    /// <summary>The value as the header carries it: Base64, most significant byte first.</summary>
    public string ToBase64() => Convert.ToBase64String(Finish());

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract byte[] Finish();

    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class Hash(HashAlgorithmName algorithm) : Checksum
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

        public override void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

        protected override byte[] Finish() => _hash.GetHashAndReset();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
