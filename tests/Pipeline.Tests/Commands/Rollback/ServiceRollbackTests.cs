using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Commands.Rollback;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Environments.Locking;
using LocalAwsProcess = Slipway.Testing.LocalAwsProcess;

namespace Slipway.Pipeline.Tests.Commands.Rollback;

/// <summary>Where a service goes back to, in an account as LocalAws keeps it. The service wants no tasks, so that none of it needs a Docker engine.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class ServiceRollbackTests
{
    private const string Configuration = """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        environments: { staging: { deploy: { strategy: rolling, cluster: staging, service: shop, lock: "s3://contract-bucket/shop.lock" } } }
        """;

    private AwsVariables _variables = null!;
    private DirectoryInfo _root = null!;
    private LocalAwsProcess _server = null!;
    private AwsClients _aws = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (LocalAwsProcess.Missing is { } reason) Assert.Ignore(reason);
        _root = Directory.CreateTempSubdirectory("slipway-rollback-");
        _server = await LocalAwsProcess.StartAsync("eu-west-2", CancellationToken.None);
        _aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = _server.Endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        _variables = new();
        _variables.Set("AWS_ENDPOINT_URL", _server.Endpoint.ToString());
        await _aws.Ecs.CreateClusterAsync("staging", CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _variables?.Dispose();
        _aws?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _root?.Delete(recursive: true);
    }

    [Test]
    public async Task It_goes_back_to_the_family_that_the_service_had_and_never_to_another_environments_revision()
    {
        await RegisterAsync("shop", "1", "2026-03-02T09:00:00Z");
        await RegisterAsync("store", "2", "2026-03-02T10:00:00Z", replaces: "shop:1");
        await RegisterAsync("store", "3", "2026-03-02T09:30:00Z", environment: "production");
        await CreateServiceAsync("store:1");

        await RollBackAsync(to: null);

        Assert.That(await RunsAsync(), Is.EqualTo("shop:1"));
        Assert.That(await TagAsync("shop:1", "team"), Is.EqualTo("mail"), "What the file had tagged it with stays.");
    }

    [Test]
    public async Task In_GitHub_Actions_the_page_of_the_run_has_what_it_went_back_to()
    {
        await RegisterAsync("shop", "1", "2026-03-02T09:00:00Z");
        await RegisterAsync("shop", "2", "2026-03-02T10:00:00Z");
        await CreateServiceAsync("shop:2");
        var summary = Path.Combine(_root.FullName, "summary.md");
        _variables.Set("GITHUB_STEP_SUMMARY", summary);

        await RollBackAsync(to: null);

        Assert.That(await File.ReadAllTextAsync(summary), Does.StartWith(
            "### shop, staging: deployed\n\n| | |\n|---|---|\n| Build | 1 |\n| Commit | c0ffee |\n| Task definition | arn:aws:ecs:eu-west-2:000000000000:task-definition/shop:1 |\n| Strategy | rolling |\n| Duration | ")
            .And.EndsWith("\n\n| Container | Image |\n|---|---|\n| app | shop:1 |\n\n"));
    }

    [TestCase("shop:1")]
    [TestCase("arn:aws:ecs:eu-west-2:000000000000:task-definition/shop:1")]
    public async Task A_revision_that_is_named_in_full_is_taken(string to)
    {
        await RegisterAsync("shop", "1", released: null);
        await RegisterAsync("store", "2", "2026-03-02T10:00:00Z");
        await CreateServiceAsync("store:1");

        await RollBackAsync(to);

        Assert.That(await RunsAsync(), Is.EqualTo("shop:1"));
    }

    [Test]
    public async Task One_that_was_deregistered_is_refused_and_the_service_stays()
    {
        await RegisterAsync("shop", "1", "2026-03-02T09:00:00Z");
        await RegisterAsync("shop", "2", "2026-03-02T10:00:00Z");
        await CreateServiceAsync("shop:2");
        await _aws.Ecs.DeregisterTaskDefinitionAsync("shop:1", CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RolloutException>(() => RollBackAsync("shop:1"));
        var missing = await Assert.ThrowsAsync<RolloutException>(() => RollBackAsync("shop:7"));

        Assert.That((refused!.Outcome, missing!.Outcome), Is.EqualTo((RolloutOutcome.Refused, RolloutOutcome.Refused)));
        Assert.That(refused.Message, Does.StartWith("Task definition 'shop:1' is INACTIVE"));
        Assert.That(missing.Message, Does.StartWith("There is no task definition 'shop:7' in this account and region"));
        Assert.That(await RunsAsync(), Is.EqualTo("shop:2"));
    }

    private async Task RollBackAsync(string? to)
    {
        var (paths, log, time) = (new Paths(_root.FullName), new LockRig.RecordedLog(), TimeProvider.System);
        using var rehearsal = new RehearsalAws(paths, time);
        using var http = new HttpClient();
        using var interruption = new Interruption();
        var identities = new BuildIdentityReader(new Dictionary<string, string> { ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "c0ffee" }, new GitRepository(paths.Root, time));
        var rollback = new ServiceRollback(new LockedEnvironment(identities, new AwsAccess(rehearsal, log), log, time), new(http, time), interruption, log, paths, time);
        var options = DeployOptions.Of(Arguments.Parse(["--target=Rollback", "--env=staging"], [new("Rollback", "", true)]));
        await rollback.RunAsync(SettingsReader.Parse(Configuration, "slipway.yml", "staging"), "7", to, options, CancellationToken.None);
    }

    private async Task RegisterAsync(string family, string build, string? released, string environment = "staging", string? replaces = null)
    {
        var tags = new Dictionary<string, string?>
        {
            ["team"] = "mail",
            ["slipway:application"] = "shop",
            ["slipway:environment"] = environment,
            ["slipway:build"] = build,
            ["slipway:commit"] = "c0ffee",
            ["slipway:released"] = released,
            ["slipway:replaces"] = replaces,
        };
        await _aws.Ecs.RegisterTaskDefinitionAsync(
            new()
            {
                ["family"] = family,
                ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = $"shop:{build}", ["memory"] = 64 }),
                ["tags"] = new JsonArray([.. tags.Where(tag => tag.Value is not null).Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
            },
            CancellationToken.None);
    }

    private Task<JsonObject> CreateServiceAsync(string taskDefinition) =>
        _aws.Ecs.CreateServiceAsync(new() { ["cluster"] = "staging", ["serviceName"] = "shop", ["taskDefinition"] = taskDefinition, ["desiredCount"] = 0 }, CancellationToken.None);

    private async Task<string> RunsAsync()
    {
        var found = await _aws.Ecs.DescribeServicesAsync("staging", ["shop"], CancellationToken.None);
        return RevisionName.Of((string)found.Found.Single()["taskDefinition"]!);
    }

    private async Task<string?> TagAsync(string revision, string key) => (await _aws.Ecs.DescribeTaskDefinitionAsync(revision, CancellationToken.None)).Tags.GetValueOrDefault(key);
}
