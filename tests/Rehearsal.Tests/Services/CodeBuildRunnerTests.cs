namespace Slipway.Rehearsal.Tests.Services;

/// <summary>The rules of CodeBuild, on buildspecs that show one each.</summary>
public sealed class CodeBuildRunnerTests
{
    private string _source = "";

    [SetUp]
    public void MakeSource() => _source = Directory.CreateTempSubdirectory("slipway-source-").FullName;

    [TearDown]
    public void RemoveSource() => Directory.Delete(_source, recursive: true);

    [Test]
    public async Task All_phases_run_in_one_shell_in_their_order_with_the_variables_exported()
    {
        var result = await RunAsync("""
            version: 0.2
            env: { shell: bash, variables: { GREETING: hello, PROJECT: buildspec } }
            phases:
              post_build: { commands: ['echo "$word $PWD" | sed "s,.*/,,"', 'sh -c "echo $GREETING $PROJECT $CODEBUILD_BUILD_SUCCEEDING"'] }
              install: { commands: [mkdir below, cd below] }
              pre_build: { commands: [word=kept] }
              build:
                commands:
                  - |
                    false
                    echo two lines are one command
            """);

        Assert.That(result.Output, Is.EqualTo("two lines are one command\nbelow\nhello project 1\n"));
        Assert.That(result.Phases, Is.EqualTo(new[] { "INSTALL SUCCEEDED", "PRE_BUILD SUCCEEDED", "BUILD SUCCEEDED", "POST_BUILD SUCCEEDED" }));
        Assert.That(result.Succeeded, Is.True);
    }

    [Test]
    public async Task A_command_that_fails_ends_its_phase_but_not_its_finally_and_post_build_sees_it()
    {
        var result = await RunAsync("""
            version: 0.2
            phases:
              build: { commands: ['sh -c "exit 4"', echo never], finally: [echo finally] }
              post_build: { commands: [echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"] }
            """);

        Assert.That(result.Output, Is.EqualTo("finally\nsucceeding 0\n"));
        Assert.That(result.Phases, Is.EqualTo(new[] { "BUILD FAILED: exit status 4", "POST_BUILD SUCCEEDED" }));
        Assert.That(result.Succeeded, Is.False);
    }

    [TestCase("install", "", "INSTALL FAILED: exit status 1")]
    [TestCase("pre_build", "", "INSTALL SUCCEEDED", "PRE_BUILD FAILED: exit status 1")]
    [TestCase("install", "on-failure: CONTINUE, ", "INSTALL FAILED: exit status 1", "BUILD SUCCEEDED", "POST_BUILD SUCCEEDED")]
    [TestCase("build", "on-failure: ABORT, ", "INSTALL SUCCEEDED", "BUILD FAILED: exit status 1")]
    [TestCase("build", "on-failure: CONTINUE, ", "INSTALL SUCCEEDED", "BUILD FAILED: exit status 1", "POST_BUILD SUCCEEDED")]
    public async Task What_runs_after_a_failure_depends_on_the_phase_and_on_its_on_failure(string failing, string onFailure, params string[] phases)
    {
        string[] names = ["install", "build", "post_build"];
        var others = names.Where(name => name != failing).Select(name => $"  {name}: {{ commands: [true] }}");

        var result = await RunAsync($"version: 0.2\nphases:\n  {failing}: {{ {onFailure}commands: [false] }}\n{string.Join('\n', others)}\n");

        Assert.That(result.Phases, Is.EqualTo(phases));
        Assert.That(result.Succeeded, Is.False);
    }

    [Test]
    public async Task Artifacts_and_reports_are_taken_after_a_failure_too()
    {
        var result = await RunAsync("""
            version: 0.2
            phases:
              build: { commands: [mkdir -p out/deep results, echo a > out/a.json, echo b > out/deep/b.json, echo c > out/c.txt, echo r > results/r.xml, false] }
            artifacts:
              base-directory: out
              files: ["**/*.json"]
              secondary-artifacts:
                flat: { files: ["out/**/*"], discard-paths: yes }
            reports:
              unit: { base-directory: results, files: ["*.xml"], file-format: JUNITXML }
              none: { base-directory: nowhere, files: ["*.xml"] }
            """);

        Assert.That(result.Phases, Is.EqualTo(new[] { "BUILD FAILED: exit status 1", "UPLOAD_ARTIFACTS SUCCEEDED" }));
        Assert.That(result.Artifacts, Is.EqualTo(new Dictionary<string, string> { ["a.json"] = "a\n", ["deep/b.json"] = "b\n" }));
        Assert.That(result.SecondaryArtifacts["flat"].Keys, Is.EqualTo(new[] { "a.json", "c.txt", "b.json" }));
        Assert.That(result.Reports.Select(report => (report.Key, string.Join(' ', report.Value.Keys))), Is.EqualTo(new[] { ("unit", "r.xml"), ("none", "") }));
    }

    [Test]
    public async Task A_build_whose_artifacts_are_not_there_has_failed()
    {
        var result = await RunAsync("version: 0.2\nphases: { build: { commands: [true] } }\nartifacts: { files: [release.json] }\n");

        Assert.That(result.Phases, Is.EqualTo(new[] { "BUILD SUCCEEDED", "UPLOAD_ARTIFACTS FAILED: no matching artifact paths found" }));
        Assert.That(result.Succeeded, Is.False);
    }

    [TestCase("version: 0.1\nphases: { build: { commands: [true] } }", "version is 0.1; only 0.2 runs its commands in one shell.")]
    [TestCase("version: 0.2\nbatch: {}\nphases: {}", "buildspec: this runner does not know batch.")]
    [TestCase("version: 0.2\nphases: { build: { run-as: root } }", "build: this runner does not know run-as.")]
    public async Task What_it_does_not_know_it_does_not_pass_over(string buildspec, string message)
    {
        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => RunAsync(buildspec));

        Assert.That(refused!.Message, Is.EqualTo(message));
    }

    private Task<CodeBuildResult> RunAsync(string buildspec) =>
        CodeBuildRunner.RunAsync(buildspec, _source, new Dictionary<string, string?> { ["PROJECT"] = "project" });
}
