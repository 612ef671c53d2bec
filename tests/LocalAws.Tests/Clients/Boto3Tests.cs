using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Clients;

/// <summary>boto3 as programs use it: resources, transfers in parts, waiters, and exceptions by their codes.</summary>
public sealed class Boto3Tests
{
    private const string Script = """
        import boto3, io
        s3 = boto3.resource("s3")
        bucket = s3.create_bucket(Bucket="shop")
        bucket.wait_until_exists()
        bucket.Versioning().enable()
        for size in (9 << 20, 3):
            bucket.upload_fileobj(io.BytesIO(b"x" * size), "a", ExtraArgs={"Tagging": "of=shop", "ContentType": "text/plain"})
        found = bucket.Object("a")
        print(bucket.Versioning().status, found.content_length, found.content_type, found.server_side_encryption, sorted(version.size for version in bucket.object_versions.all()))
        print(s3.meta.client.get_object_tagging(Bucket="shop", Key="a")["TagSet"])
        try:
            s3.meta.client.get_bucket_cors(Bucket="shop")
        except s3.meta.client.exceptions.ClientError as error:
            print(error.response["Error"]["Code"])
        found.delete()
        bucket.object_versions.delete()
        bucket.delete()
        bucket.wait_until_not_exists()
        ecs = boto3.client("ecs")
        try:
            ecs.update_cluster(cluster="none")
        except ecs.exceptions.ClusterNotFoundException as error:
            print(error)
        print([page["settings"] for page in ecs.get_paginator("list_account_settings").paginate()])
        """;

    [Test]
    public async Task A_program_in_Python_works_with_buckets_and_reads_refusals()
    {
        if (!await HasBoto3Async())
            Assert.Ignore("python3 on PATH has no boto3, so nothing was tried with it. Install boto3 (python3-boto3 on Debian).");
        await using var server = await LocalAwsServer.StartAsync();

        var result = await CommandRunner.RunAsync(
            new("python3", "-c", Script)
            {
                Environment = new Dictionary<string, string?>
                {
                    ["AWS_ENDPOINT_URL"] = server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority),
                    ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE",
                    ["AWS_SECRET_ACCESS_KEY"] = "local",
                    ["AWS_DEFAULT_REGION"] = "us-east-1",
                    ["AWS_CONFIG_FILE"] = "/dev/null",
                    ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
                    ["AWS_SESSION_TOKEN"] = null,
                    ["AWS_PROFILE"] = null,
                },
            },
            CancellationToken.None);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        Assert.That(result.Output.Trim().Split('\n'), Is.EqualTo(new[]
        {
            "Enabled 3 text/plain AES256 [3, 9437184]",
            "[{'Key': 'of', 'Value': 'shop'}]",
            "NoSuchCORSConfiguration",
            "An error occurred (ClusterNotFoundException) when calling the UpdateCluster operation: Cluster not found.",
            "[[]]",
        }));
    }

    private static async Task<bool> HasBoto3Async()
    {
        try
        {
            return (await CommandRunner.RunAsync(new("python3", "-c", "import boto3"), CancellationToken.None)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
