using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The objects in S3, for services that read them on behalf of their caller, as ECS reads <c>environmentFiles</c>.</summary>
public interface IBucketStore
{
    /// <summary>The whole content of an object.</summary>
    /// <exception cref="AwsErrorException"><c>NoSuchBucket</c> or <c>NoSuchKey</c>.</exception>
    Task<byte[]> ReadAsync(string bucket, string key, CancellationToken cancellationToken);
}
