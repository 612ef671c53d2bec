using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>What Deploy and Promote leave on the page of a run of GitHub Actions.</summary>
[NonParallelizable] // It sets an environment variable of this process.
public sealed class ReleaseDeploymentTests
{
    private const string Document = """{"family":"shop","containerDefinitions":[{"name":"app","image":"registry/shop.app@sha256:0123"}]}""";
    private const string Revision = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:2";

    [Test]
    public async Task The_summary_of_a_deployment_has_the_release_and_its_images()
    {
        var root = Directory.CreateTempSubdirectory("slipway-release-");
        var before = Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY");
        var summary = Path.Combine(root.FullName, "summary.md");
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", summary);
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, "artifacts"));
            await File.WriteAllTextAsync(Path.Combine(root.FullName, "artifacts", "local-taskdef.json"), Document);

            await DeployAsync(new(root.FullName));

            Assert.That(await File.ReadAllTextAsync(summary), Is.EqualTo(
                "### shop, local: runs already, nothing was changed\n\n| | |\n|---|---|\n| Build | 31 |\n| Commit | c0ffee |\n"
                + $"| Task definition | {Revision} |\n| Strategy | rolling |\n| Duration | 0 s |\n| URL | http://127.0.0.1:8080/31 |\n\n"
                + "| Container | Image |\n|---|---|\n| app | registry/shop.app@sha256:0123 |\n\n"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", before);
            root.Delete(recursive: true);
        }
    }

    /// <summary>As with --exclusive, where an artifact may be older than the file in the repository.</summary>
    [Test]
    public async Task An_artifact_that_is_still_to_be_filled_in_is_refused_before_anything_is_registered()
    {
        var root = Directory.CreateTempSubdirectory("slipway-release-");
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, "artifacts"));
            await File.WriteAllTextAsync(Path.Combine(root.FullName, "artifacts", "local-taskdef.json"), Document.Replace("\"name\"", "\"hostname\":\"FILL-IN\",\"name\"", StringComparison.Ordinal));

            var refused = await Assert.ThrowsAsync<RunFailedException>(() => DeployAsync(new(root.FullName)));

            Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((2, "artifacts/local-taskdef.json:1:43: 'containerDefinitions[0].hostname' is still to be filled in: it has FILL-IN.")));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task DeployAsync(Paths paths)
    {
        var time = new ManualTimeProvider();
        using var aws = Account();
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop } }", "service: shop }, verify: [{ url: \"http://127.0.0.1:8080/{build}\" }] }", StringComparison.Ordinal));
        var placeholders = PlaceholderValues.For(settings, new("31", "c0ffee", "main"));
        var deployment = new ReleaseDeployment(settings, new(settings, placeholders, paths, new Dictionary<string, string>()), clients, new SilentLog(), paths, time);
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask);
        await deployment.RollAsync(
            new("shop", "local", "31", "c0ffee", "main", []), Verification.UrlsOf(settings.Verify, placeholders), new(Force: false, RollsBack: true, Follows: true, UntilTerminated: false, Timeout: null) { PauseAdvice = "" }, steps, CancellationToken.None);
    }

    /// <summary>A cluster whose service runs the definition already.</summary>
    private static FakeAws Account()
    {
        var registered = JsonNode.Parse(Document)!;
        registered["taskDefinitionArn"] = Revision;
        return new FakeAws()
            .On("DescribeClusters", AwsAnswer.Ok("{'clusters':[{'clusterName':'local','status':'ACTIVE'}],'failures':[]}"))
            .On("DescribeServices", AwsAnswer.Ok($$"""
                {"services":[{"serviceName":"shop","status":"ACTIVE","taskDefinition":"{{Revision}}","desiredCount":1,"runningCount":1,
                  "deployments":[{"id":"d-1","status":"PRIMARY","taskDefinition":"{{Revision}}","rolloutState":"COMPLETED"}] }] }
                """))
            .On("TagResource", AwsAnswer.Ok("{}"))
            .On("DescribeTaskDefinition", AwsAnswer.Ok(new JsonObject { ["taskDefinition"] = registered }.ToJsonString()));
    }
}
