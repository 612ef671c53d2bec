using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>S3 as AWSSDK.S3 uses it, which is what <c>build/Aws</c> uses.</summary>
public sealed class S3ByNetSdkTests
{
    [Test]
    public async Task A_put_in_chunks_with_a_trailing_checksum_is_verified_and_given_back()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var s3 = Client(server);
        await s3.PutBucketAsync("sdk");
        var content = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number} "));

        var put = await s3.PutObjectAsync(new PutObjectRequest { BucketName = "sdk", Key = "numbers/all.txt", ContentBody = content, ContentType = "text/plain" });
        using var got = await s3.GetObjectAsync("sdk", "numbers/all.txt");
        using var reader = new StreamReader(got.ResponseStream);

        Assert.That(put.ChecksumCRC32, Is.Not.Null, "the SDK sends a CRC-32 unless told otherwise");
        Assert.That((await reader.ReadToEndAsync(), got.ChecksumCRC32, got.ETag, got.Headers.ContentType), Is.EqualTo((content, put.ChecksumCRC32, put.ETag, "text/plain")));
    }

    [Test]
    public async Task Pages_prefixes_and_deletions_go_through_the_SDK()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var s3 = Client(server);
        await s3.PutBucketAsync("sdk");
        string[] keys = ["a/1", "a/2", "b/1", "c", "d e&f"];
        foreach (var key in keys)
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = "sdk", Key = key, ContentBody = key });

        var pages = new List<string>();
        await foreach (var page in s3.Paginators.ListObjectsV2(new() { BucketName = "sdk", Delimiter = "/", MaxKeys = 2 }).Responses)
            pages.Add(string.Join(' ', (page.CommonPrefixes ?? []).Concat((page.S3Objects ?? []).Select(entry => entry.Key))));
        var deleted = await s3.DeleteObjectsAsync(new() { BucketName = "sdk", Objects = [.. keys.Skip(1).Select(key => new KeyVersion { Key = key })] });
        var left = await s3.ListObjectsV2Async(new() { BucketName = "sdk" });

        Assert.That(pages, Is.EqualTo(new[] { "a/ b/", "c d e&f" }));
        Assert.That(deleted.DeletedObjects.Select(entry => entry.Key), Is.EqualTo(keys.Skip(1)));
        Assert.That(left.S3Objects.Select(entry => entry.Key), Is.EqualTo(new[] { "a/1" }));
    }

    [Test]
    public async Task A_missing_object_is_the_exception_that_the_SDK_knows()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var s3 = Client(server);
        await s3.PutBucketAsync("sdk");

        var key = await Assert.ThrowsAsync<NoSuchKeyException>(() => s3.GetObjectAsync("sdk", "none"));
        var bucket = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync("none", "none"));

        Assert.That((key!.Message, bucket!.ErrorCode, key.RequestId.Length), Is.EqualTo(("The specified key does not exist.", "NoSuchBucket", 36)));
    }

    private static AmazonS3Client Client(LocalAwsServer server) =>
        new(new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "local"), new AmazonS3Config
        {
            ServiceURL = server.Client.BaseAddress!.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
        });
}
