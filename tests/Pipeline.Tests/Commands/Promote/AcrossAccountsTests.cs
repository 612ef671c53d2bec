using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Promote;

/// <summary>
/// A release that goes from one account, region and role to another, each as moto's server keeps it, and from registry to registry. The service of the second does not exist yet: what is tagged and
/// written down is all that happens there.
/// </summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class AcrossAccountsTests
{
    private const string Staging = "111111111111.dkr.ecr.eu-west-2.amazonaws.com";
    private const string Production = "222222222222.dkr.ecr.us-east-2.amazonaws.com";

    private const string Configuration = """
        application: shop
        region: eu-west-2
        role: "arn:aws:iam::{account}:role/{env}-deployer"
        images: { app: { repository: shop.app } }
        tags: ["{env}", "{env}-{build}", "{commit}"]
        environments:
          staging: { account: "111111111111", deploy: { strategy: rolling, cluster: staging, service: shop } }
          production:
            from: staging
            approve: true
            account: "222222222222"
            region: us-east-2
            deploy: { strategy: rolling, cluster: production, service: shop, create: later }
        """;

    [Test]
    public async Task What_one_account_runs_is_tagged_in_the_other_by_its_digest_and_left_until_the_service_is_there()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        using var registries = new TwoRegistries();
        using var folder = new PromotionFolder(Configuration) { Registries = registries };
        folder.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        await PrepareAsync(moto.Endpoint, registries.Digest);

        await folder.PromoteAsync("--approved-by=ada");

        var release = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("artifacts/release.json")))!;
        var task = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("artifacts/production-taskdef.json")))!;
        Assert.That(
            ((string?)release["environment"], (string?)release["build"], (string?)release["commit"], (string?)release["approvedBy"], (string?)release["promotedFrom"]!["environment"]),
            Is.EqualTo(("production", "42", "c0ffee", "ada", "staging")));
        Assert.That((string?)release["promotedFrom"]!["taskDefinition"], Does.StartWith("arn:aws:ecs:eu-west-2:111111111111:task-definition/shop:"));
        Assert.That((string?)task["containerDefinitions"]![0]!["image"], Is.EqualTo($"{Production}/shop.app@{registries.Digest}"));
        Assert.That(registries.Put, Is.EquivalentTo(new[] { $"{Production}/shop.app:{registries.Digest}", $"{Production}/shop.app:production", $"{Production}/shop.app:production-42", $"{Production}/shop.app:c0ffee" }));
        Assert.That(registries.Logins, Is.EquivalentTo(new[] { $"{Staging} 111111111111", $"{Production} 222222222222" }), "Each registry is asked with the login of its own account.");
        Assert.That(folder.Log.Lines, Has.Some.Contains(
            "Nothing is deployed to environment 'production' yet: service 'shop' in cluster 'production' does not exist, and 'create: later' ("));
    }

    private static async Task PrepareAsync(Uri moto, string digest)
    {
        using var staging = AsDeployer(moto, "111111111111", "staging", "eu-west-2");
        using var production = AsDeployer(moto, "222222222222", "production", "us-east-2");
        await production.Ecr.CreateRepositoryAsync("shop.app", CancellationToken.None);
        await staging.Ecs.CreateClusterAsync("staging", CancellationToken.None);
        var tags = new JsonArray();
        foreach (var (name, value) in new[] { ("application", "shop"), ("environment", "staging"), ("build", "42"), ("commit", "c0ffee"), ("released", "2026-03-02T09:00:00Z") }) tags.Add(new JsonObject { ["key"] = $"slipway:{name}", ["value"] = value });
        await staging.Json(AwsService.Ecs).InvokeAsync(
            "RegisterTaskDefinition",
            new() { ["family"] = "shop", ["tags"] = tags, ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = $"{Staging}/shop.app@{digest}", ["memory"] = 64 }) },
            CancellationToken.None);
        await staging.Json(AwsService.Ecs).InvokeAsync("CreateService", new() { ["cluster"] = "staging", ["serviceName"] = "shop", ["taskDefinition"] = "shop", ["desiredCount"] = 1 }, CancellationToken.None);
    }

    /// <summary>The account as the deployer of its environment sees it.</summary>
    private static AwsClients AsDeployer(Uri moto, string account, string environment, string region) => AwsClients.Create(new()
    {
        Region = region,
        Endpoint = moto,
        AccessKeyId = "a",
        SecretAccessKey = new("s"),
        Role = $"arn:aws:iam::{account}:role/{environment}-deployer",
    });

    /// <summary>The first has one image, the second takes what is put there; each knows the login of its account only.</summary>
    private sealed class TwoRegistries : HttpMessageHandler
    {
        private const string Manifest = """{ "schemaVersion": 2, "config": { "digest": "sha256:c0", "size": 2 }, "layers": [] }""";

        private readonly ConcurrentDictionary<string, bool> _logins = [];
        private readonly ConcurrentQueue<string> _put = [];

        public string Digest { get; } = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Manifest)))}";

        public IReadOnlyList<string> Put => [.. _put];

        /// <summary>Registry, and the account whose login was used.</summary>
        public IEnumerable<string> Logins => _logins.Keys;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var (host, path) = (request.RequestUri!.Host, request.RequestUri.AbsolutePath.Split('/'));
            if (request.Headers.Authorization?.Parameter is not { } login)
                return new(HttpStatusCode.Unauthorized) { Headers = { WwwAuthenticate = { new AuthenticationHeaderValue("Basic", "realm=\"registry\"") } } };
            _logins[$"{host} {new string([.. Encoding.UTF8.GetString(Convert.FromBase64String(login)).Where(char.IsAsciiDigit).Take(12)])}"] = true;
            if (path[3] == "blobs") return new(HttpStatusCode.OK);
            if (request.Method == HttpMethod.Put)
            {
                _put.Enqueue($"{host}/{path[2]}:{path[^1]}");
                return new(HttpStatusCode.Created);
            }

            if (host != Staging) return new(HttpStatusCode.NotFound);
            return new(HttpStatusCode.OK) { Content = new StringContent(Manifest) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.docker.distribution.manifest.v2+json") } } };
        }
    }
}
