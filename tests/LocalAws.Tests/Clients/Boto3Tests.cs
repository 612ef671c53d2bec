using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Clients;

/// <summary>boto3 as programs use it: resources, transfers in parts, waiters, and exceptions by their codes.</summary>
public sealed class Boto3Tests
{
    [Test]
    public async Task A_program_in_Python_works_with_buckets_and_reads_refusals()
    {
        if (!await HasBoto3Async())
            Assert.Ignore("python3 on PATH has no boto3, so nothing was tried with it. Install boto3 (python3-boto3 on Debian).");
        await using var server = await LocalAwsServer.StartAsync();

        var result = await CommandRunner.RunAsync(
            new("python3", Path.Combine(TestContext.CurrentContext.TestDirectory, "Clients", "usual.py"))
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
