using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Clients;

/// <summary>Terraform with AWS's provider and the usual configuration of a team on ECS: LocalAws is the AWS of the services that it has, moto that of the network and of permissions.</summary>
public sealed class TerraformTests
{
    private const string Account = "123456789012";

    [Test]
    public async Task Terraform_applies_the_usual_configuration_finds_nothing_to_change_changes_it_and_destroys_it()
    {
        if ((TerraformProvider.Missing ?? MotoProcess.Missing) is { } reason)
            Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        var server = await LocalAwsServer.StartAsync(options => options with { Account = Account });
        try
        {
            var (http, https) = (FreePort.Next(), FreePort.Next());
            using var folder = new TerraformFolder(Path.Combine(TestContext.CurrentContext.TestDirectory, "Clients", "usual.tf"), new Dictionary<string, string>
            {
                ["localaws"] = server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority),
                ["others"] = moto.Endpoint.GetLeftPart(UriPartial.Authority),
                ["listener"] = $"{http}",
                ["listener_https"] = $"{https}",
            });
            await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

            await folder.RunAsync(0, "apply", "-auto-approve", "-input=false");
            var first = await VersionAsync(https);
            var unchanged = await folder.RunAsync(0, "plan", "-detailed-exitcode", "-input=false");
            await folder.RunAsync(0, "apply", "-auto-approve", "-input=false", "-var=version_of_app=2");
            var second = await VersionAsync(https);
            var definition = await server.Client.SucceedAsync("AmazonEC2ContainerServiceV20141113.DescribeServices", """{"cluster": "shop", "services": ["rolling"]}""");
            await folder.RunAsync(0, "destroy", "-auto-approve", "-input=false");

            Assert.That(unchanged, Does.Contain("No changes."));
            Assert.That((first, second), Is.EqualTo(("version 1", "version 2")));
            Assert.That((string?)definition["services"]![0]!["taskDefinition"], Does.EndWith(":task-definition/shop:2"));
            Assert.That(await LeftAsync(server), Is.EqualTo("clusters 0, listeners' certificates 0, repositories 0, applications 0"));
        }
        finally
        {
            await server.RemoveAsync();
        }
    }

    /// <summary>What the rule of the listener answers over TLS.</summary>
    private static async Task<string> VersionAsync(int port)
    {
        using var handler = new SocketsHttpHandler();
#pragma warning disable CA5359 // The name is another one than that of the certificate: who answers is what the test itself started.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(new Uri($"https://127.0.0.1:{port}/version"));
    }

    private static async Task<string> LeftAsync(LocalAwsServer server)
    {
        var clusters = await server.Client.SucceedAsync("AmazonEC2ContainerServiceV20141113.ListClusters", "{}");
        var certificates = await server.Client.SucceedAsync("CertificateManager.ListCertificates", "{}");
        var repositories = await server.Client.SucceedAsync("AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", "{}");
        var applications = await server.Client.SucceedAsync("CodeDeploy_20141006.ListApplications", "{}");
        return $"clusters {Count(clusters)}, listeners' certificates {Count(certificates)}, repositories {Count(repositories)}, applications {Count(applications)}";

        static int Count(JsonObject answer) => answer.First().Value!.AsArray().Count;
    }
}
