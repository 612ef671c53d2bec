using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.Rehearsal.Tests.Environments;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>
/// The repository's own buildspecs and bitbucket-pipelines.yml, run as their services run them, against an account that was set up by hand.
/// </summary>
[TestFixture]
public sealed class ServiceFilesTests
{
    private const string FailingTest = """
        <?php

        declare(strict_types=1);

        namespace Tests\Unit;

        use PHPUnit\Framework\TestCase;

        final class ArithmeticTest extends TestCase
        {
            public function testOneIsTwo(): void
            {
                $this->assertSame(2, 1);
            }
        }

        """;

    private RehearsedAccount _account = null!;
    private string _commit = "";

    [OneTimeSetUp]
    public async Task SetUpAccount()
    {
        _account = await RehearsedAccount.CreateAsync();
        _commit = (await _account.Copy.Workspace.GitAsync(["rev-parse", "HEAD"], CancellationToken.None)).Trim();
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_account is not null) await _account.DisposeAsync();
    }

    [Test]
    public async Task CodeBuild_deploys_to_staging_and_promotes_that_to_production_when_somebody_has_approved_it()
    {
        using var source = await SourceAsync();

        var staging = await CodeBuildAsync(source, "staging", 42);
        var unapproved = await CodeBuildAsync(source, "production", 43);
        var production = await CodeBuildAsync(source, "production", 44, ("APPROVED_BY", "ada"));

        foreach (var result in (CodeBuildResult[])[staging, production]) Assert.That(result.Phases, Is.EqualTo(new[] { "BUILD SUCCEEDED", "UPLOAD_ARTIFACTS SUCCEEDED" }));
        Assert.That(unapproved.Phases[0], Is.EqualTo("BUILD FAILED: exit status 3"));
        Assert.That(unapproved.Output, Does.Contain("environment 'production' needs an approval, and nobody's of build 42,"));
        Assert.That(staging.Artifacts.Keys, Is.EqualTo(ArtifactsOf("staging", "")));
        Assert.That(production.Artifacts.Keys, Is.EqualTo(ArtifactsOf("production", "")));
        Assert.That(staging.Reports.Select(report => $"{report.Key}: {string.Join(' ', report.Value.Keys)}"), Is.EqualTo(new[] { "phpunit: phpunit.xml" }));
        Assert.That(staging.Reports.Values.SelectMany(report => report.Values).Select(Failures), Has.All.Zero);
        Assert.That(production.Reports, Is.Empty);
        await IsDeployedAsync("staging", "42", staging.Artifacts["release.json"]);
        await IsPromotedAsync("42", "ada", staging.Artifacts["release.json"], production.Artifacts["release.json"]);
    }

    [Test]
    public async Task In_CodeBuild_a_test_that_fails_ends_in_a_report_and_no_artifacts_not_even_old_ones()
    {
        using var source = await SourceAsync();
        await File.WriteAllTextAsync(Path.Join(source.Root, "app/tests/Unit/ArithmeticTest.php"), FailingTest);
        foreach (var file in ArtifactsOf("staging", "artifacts/").Append("test-results/phpunit.xml"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(source.Root, file))!);
            await File.WriteAllTextAsync(Path.Join(source.Root, file), "of an earlier run");
        }

        var before = await _account.TagsAsync("tutorbloc.app");
        var result = await CodeBuildAsync(source, "staging", 45);

        Assert.That(result.Phases, Is.EqualTo(new[] { "BUILD FAILED: exit status 4", "UPLOAD_ARTIFACTS FAILED: no matching artifact paths found" }));
        Assert.That(result.Output, Does.Contain("FAILED Tests\\Unit\\ArithmeticTest::testOneIsTwo"));
        Assert.That(result.Artifacts, Is.Empty);
        Assert.That(Failures(result.Reports["phpunit"]["phpunit.xml"]), Is.EqualTo(1));
        Assert.That(await _account.TagsAsync("tutorbloc.app"), Is.EqualTo(before));
        Assert.That(await _account.Copy.LeftOfRunsAsync(), Is.Empty);
    }

    [Test]
    public async Task Bitbucket_deploys_and_promotes_with_its_token_and_no_key()
    {
        var steps = BitbucketPipelines.Parse(await File.ReadAllTextAsync(_account.Copy.Workspace.PathOf("bitbucket-pipelines.yml"))).Pipelines["branches/staging"];
        var variables = new Dictionary<string, string?>(_account.Variables)
        {
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["BITBUCKET_BUILD_NUMBER"] = "46",
            ["BITBUCKET_COMMIT"] = _commit,
            ["BITBUCKET_BRANCH"] = "main",
        };
        var roles = ((string[])["staging", "production"]).ToDictionary(
            environment => environment,
            environment => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["AWS_ROLE_ARN"] = $"arn:aws:iam::{LocalAwsAlone.Account}:role/deploys-{environment}" });

        var results = await new BitbucketRunner(_account.Copy.Workspace.Root).RunAsync(steps, variables, roles);

        foreach (var result in results) await TestContext.Out.WriteLineAsync(result.Output);
        Assert.That(results.Select(result => result.ExitCode), Is.EqualTo(new[] { 0, 0 }));
        var (staging, production) = (results[0], results[1]);
        Assert.That(staging.Artifacts.Keys, Is.EqualTo(ArtifactsOf("staging", "artifacts/").Append("test-results/phpunit.xml")));
        Assert.That(production.Artifacts.Keys, Is.EqualTo(ArtifactsOf("production", "artifacts/")));
        Assert.That(staging.TestReports.Keys, Is.EqualTo(new[] { "test-results/phpunit.xml" }));
        Assert.That(staging.TestReports.Values.Select(Failures), Has.All.Zero);
        await IsDeployedAsync("staging", "46", staging.Artifacts["artifacts/release.json"]);
        await IsPromotedAsync("46", BitbucketRunner.Person, staging.Artifacts["artifacts/release.json"], production.Artifacts["artifacts/release.json"]);
    }

    /// <summary>With a file that no other source has: what one test builds is another image than what the next one builds.</summary>
    private async Task<CleanClone> SourceAsync()
    {
        var source = await CleanClone.CreateAsync(_account.Copy.Workspace.Root, [".slipway/bin/**/*"]);
        await File.WriteAllTextAsync(Path.Join(source.Root, "app/public/source.txt"), source.Root);
        return source;
    }

    private async Task<CodeBuildResult> CodeBuildAsync(CleanClone source, string environment, int number, params IEnumerable<(string Name, string Value)> more)
    {
        var variables = new Dictionary<string, string?>(_account.Variables)
        {
            ["CODEBUILD_BUILD_NUMBER"] = $"{number}",
            ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = _commit,
            ["CODEBUILD_WEBHOOK_HEAD_REF"] = "refs/heads/main",
        };
        foreach (var (name, value) in more) variables[name] = value;
        var result = await CodeBuildRunner.RunAsync(await File.ReadAllTextAsync(Path.Join(source.Root, $"buildspec-{environment}.yml")), source.Root, variables);
        await TestContext.Out.WriteLineAsync(result.Output);
        return result;
    }

    /// <summary>Production runs the digests of staging's release, and both its record and its task definition say who approved that.</summary>
    private async Task IsPromotedAsync(string number, string approver, string staging, string production)
    {
        var (from, to) = (JsonNode.Parse(staging)!, JsonNode.Parse(production)!);
        var service = await _account.ServiceAsync("production", "production-app");
        var running = (await _account.ContainersAsync((string)service["taskDefinition"]!)).Select(container => (string)container!["image"]!);

        Assert.That(
            ((string?)to["environment"], (string?)to["build"], (string?)to["commit"], (string?)to["promotedFrom"]!["environment"], (string?)to["approvedBy"]), Is.EqualTo(("production", number, _commit, "staging", approver)));
        Assert.That(Digests(to), Is.SubsetOf(Digests(from)));
        Assert.That((await _account.TagsAsync("tutorbloc.app")).Keys, Does.Contain($"production-{number}"));
        Assert.That(running, Is.SubsetOf(to["images"]!.AsArray().Select(image => $"{image!["repository"]}@{image["digest"]}")));
        Assert.That(await _account.Copy.LeftOfRunsAsync(), Is.Empty);

        static IEnumerable<string> Digests(JsonNode release) => release["images"]!.AsArray().Select(image => $"{image!["container"]} {image["digest"]}");
    }

    /// <summary>The release is that build, its tag is in the registry, and the service's task definition has its digests.</summary>
    private async Task IsDeployedAsync(string environment, string number, string release)
    {
        var written = JsonNode.Parse(release)!;
        var service = await _account.ServiceAsync(environment, $"{environment}-app");
        var containers = await _account.ContainersAsync((string)service["taskDefinition"]!);
        var running = containers.Select(container => (string)container!["image"]!);

        Assert.That(
            ((string?)written["environment"], (string?)written["build"], (string?)written["commit"], (string?)written["branch"]),
            Is.EqualTo((environment, number, _commit, "main")));
        Assert.That((await _account.TagsAsync("tutorbloc.app")).Keys, Does.Contain($"{environment}-{number}").And.Contain(_commit));
        Assert.That(((int?)service["runningCount"], (string?)service["deployments"]![0]!["rolloutState"]), Is.EqualTo((1, "COMPLETED")));
        Assert.That(running, Is.SubsetOf(written["images"]!.AsArray().Select(image => $"{image!["repository"]}@{image["digest"]}")));
        Assert.That(await _account.Copy.LeftOfRunsAsync(), Is.Empty);
    }

    private static IEnumerable<string> ArtifactsOf(string environment, string folder) =>
        ((string[])["appspec.yaml", "imageDetail.json", "imagedefinitions.json", "release.json", $"{environment}-taskdef.json"])
            .Select(file => folder + file).Order(StringComparer.Ordinal);

    private static int Failures(string report)
    {
        var suites = XDocument.Parse(report).Root!;
        Assert.That((suites.Name.LocalName, suites.Descendants("testcase").Any()), Is.EqualTo(("testsuites", true)));
        return suites.Descendants("failure").Count();
    }
}
