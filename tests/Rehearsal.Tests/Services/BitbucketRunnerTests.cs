using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>The rules of Bitbucket Pipelines, on small pipelines.</summary>
public sealed class BitbucketRunnerTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Deployments = new(StringComparer.Ordinal)
    {
        ["staging"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["AWS_ROLE_ARN"] = "a role" },
    };

    private string _repository = "";

    [OneTimeSetUp]
    public async Task MakeRepository()
    {
        _repository = Directory.CreateTempSubdirectory("slipway-repository-").FullName;
        const string Commands = "git init -q . && echo committed > file && git add . && git -c user.name=t -c user.email=t@localhost commit -qm one && mkdir cache && echo cached > cache/kept && echo stray > stray";
        var made = await CommandRunner.RunAsync(new("sh", "-c", Commands) { WorkingDirectory = _repository }, CancellationToken.None);
        Assert.That(made.ExitCode, Is.Zero, made.Error);
    }

    [OneTimeTearDown]
    public void RemoveRepository() => Directory.Delete(_repository, recursive: true);

    [Test]
    public async Task Each_step_has_a_clean_clone_with_its_caches_and_the_artifacts_before_it()
    {
        var results = await RunAsync("""
            definitions: { caches: { mine: cache } }
            pipelines:
              default:
                - step: { name: One, caches: [mine], script: [cat file cache/kept, ls, mkdir out, echo made > out/a, echo lost > b], artifacts: ["out/**"] }
                - step: { name: Two, deployment: staging, oidc: true, script: [ls, cat out/a, 'echo "$AWS_ROLE_ARN $BITBUCKET_STEP_OIDC_TOKEN"'] }
            """);

        Assert.That(results.Select(result => (result.Step, result.ExitCode, result.Output)), Is.EqualTo(new[]
        {
            ("One", 0, "committed\ncached\ncache\nfile\n"),
            ("Two", 0, "file\nout\nmade\na role header.payload.signature\n"),
        }));
        Assert.That(results[0].Artifacts, Is.EqualTo(new Dictionary<string, string> { ["out/a"] = "made\n" }));
    }

    [Test]
    public async Task A_command_that_fails_ends_the_pipeline_after_the_after_script()
    {
        var results = await RunAsync("""
            pipelines:
              default:
                - step: { name: One, script: [echo made > a, word=gone, (exit 4), echo never], after-script: ['echo "[$word] $BITBUCKET_EXIT_CODE"', false], artifacts: [a] }
                - step: { name: Two, script: [echo never] }
            """);

        Assert.That(results.Select(result => (result.Step, result.ExitCode, result.Output, result.Artifacts.Count)), Is.EqualTo(new[] { ("One", 4, "[] 4\n", 0) }));
    }

    [Test]
    public async Task Test_reports_are_found_after_a_failure_too_and_not_below_the_third_level()
    {
        var results = await RunAsync("""
            pipelines:
              default:
                - step:
                    name: One
                    script:
                      - mkdir -p test-results/deep a/b/test-results a/b/c/test-results
                      - touch test-results/deep/one.xml a/b/test-results/two.xml a/b/c/test-results/three.xml other.xml
                      - "false"
            """);

        Assert.That(results.Single().TestReports.Keys, Is.EqualTo(new[] { "a/b/test-results/two.xml", "test-results/deep/one.xml" }));
    }

    [Test]
    public void What_it_does_not_know_it_does_not_pass_over()
    {
        Assert.That(
            () => BitbucketPipelines.Parse("pipelines: { default: [{ parallel: [] }] }"),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("steps: this runner does not know parallel."));
    }

    private Task<IReadOnlyList<BitbucketResult>> RunAsync(string pipelines) =>
        new BitbucketRunner(_repository).RunAsync(BitbucketPipelines.Parse(pipelines).Pipelines["default"], new Dictionary<string, string?>(StringComparer.Ordinal), Deployments);
}
