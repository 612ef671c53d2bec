using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>A release of staging that becomes production's: the same digests, without a build and without a Docker engine.</summary>
[TestFixture]
public sealed class PromoteTests
{
    private RehearsedAccount _account = null!;

    [OneTimeSetUp]
    public async Task Furnish() => _account = await RehearsedAccount.CreateAsync();

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_account is not null) await _account.DisposeAsync();
    }

    [Test]
    public async Task What_staging_runs_is_tagged_written_down_and_deployed_to_production()
    {
        var commit = (await _account.Copy.Workspace.GitAsync(["rev-parse", "HEAD"], CancellationToken.None)).Trim();
        var early = await RunAsync("--target=Promote", "--from=staging", "--env=production");
        var staging = await RunAsync("--target=Deploy", "--env=staging", "--build-number=77");
        var others = await _account.TagsAsync("tutorbloc.blackbox");

        var promoted = await RunAsync("--target=Promote", "--from=staging", "--env=production");

        Assert.That((early.ExitCode, staging.ExitCode, promoted.ExitCode), Is.EqualTo((3, 0, 0)));
        Assert.That(early.Error, Does.Contain("there is no service 'staging-app' in cluster 'staging': nothing is deployed to environment 'staging'."));
        Assert.That(promoted.Output, Does.Contain($"Promoting build 77, commit {commit}, from environment 'staging' to 'production'"));
        Assert.That(await ImagesAsync("production"), Is.EqualTo(await ImagesAsync("staging")));
        var tags = await _account.TagsAsync("tutorbloc.app");
        Assert.That(tags.Keys, Is.EqualTo(((string[])["production", "production-77", "staging", "staging-77", commit]).Order(StringComparer.Ordinal)));
        Assert.That(tags.Values.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await _account.TagsAsync("tutorbloc.blackbox"), Is.EqualTo(others));
        await ReleaseIsRightAsync(commit);

        await ARecordedReleaseIsDeployedAsync();
    }

    private async Task ReleaseIsRightAsync(string commit)
    {
        var release = JsonNode.Parse(await File.ReadAllTextAsync(_account.Copy.Workspace.PathOf("artifacts/release.json")))!;
        var app = release["images"]!.AsArray().Single(image => (string)image!["service"]! == "app")!;

        Assert.That(((string?)release["environment"], (string?)release["build"], (string?)release["commit"]), Is.EqualTo(("production", "77", commit)));
        Assert.That(((string?)release["promotedFrom"]!["environment"], (string?)release["promotedFrom"]!["taskDefinition"]), Is.EqualTo(("staging", await TaskDefinitionAsync("staging"))));
        Assert.That(app["tags"]!.ToJsonString(), Is.EqualTo($"""["production","production-77","{commit}"]"""));
    }

    private async Task ARecordedReleaseIsDeployedAsync()
    {
        var artifacts = _account.Copy.Workspace.PathOf("artifacts");
        var kept = _account.Copy.Workspace.PathOf(".slipway/kept.json");
        File.Copy(Path.Combine(artifacts, "release.json"), kept);
        Directory.Delete(artifacts, recursive: true);
        var before = await TaskDefinitionAsync("production");

        var wrong = await RunAsync("--target=Deploy", "--env=staging", "--release=.slipway/kept.json");
        var again = await RunAsync("--target=Deploy", "--env=production", "--release=.slipway/kept.json");

        Assert.That((wrong.ExitCode, again.ExitCode), Is.EqualTo((2, 0)));
        Assert.That(wrong.Error, Does.Contain("'.slipway/kept.json' is a release of environment 'production'").And.Contain("--target=Promote --release=.slipway/kept.json --env=staging"));
        Assert.That(again.Output, Does.Contain("Build 77, commit ").And.Contain("nothing to do."));
        Assert.That(await TaskDefinitionAsync("production"), Is.EqualTo(before));
    }

    private async Task<string> TaskDefinitionAsync(string environment)
    {
        var described = await _account.Copy.AwsAsync("ecs", "describe-services", "--cluster", environment, "--services", $"{environment}-app");
        return (string)described["services"]![0]!["taskDefinition"]!;
    }

    private async Task<IReadOnlyList<string>> ImagesAsync(string environment)
    {
        var described = await _account.Copy.AwsAsync("ecs", "describe-task-definition", "--task-definition", await TaskDefinitionAsync(environment));
        return [.. described["taskDefinition"]!["containerDefinitions"]!.AsArray().Select(container => $"{container!["name"]} {container["image"]}").Order(StringComparer.Ordinal)];
    }

    private Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments)
    {
        var variables = new Dictionary<string, string?>(_account.Variables);
        if (arguments.Contains("--target=Promote")) variables["DOCKER_HOST"] = "tcp://127.0.0.1:1";
        return RehearsalCopy.RunAsync(_account.Copy.BuildScript(arguments) with { Environment = variables });
    }
}
