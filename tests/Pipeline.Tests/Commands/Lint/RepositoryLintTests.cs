using System.Text.Json.Nodes;
using Slipway.Docker.Tests;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>Copies of this repository, linted with the real <c>docker compose config</c>.</summary>
[NonParallelizable] // It changes the working directory of this process.
public sealed class RepositoryLintTests
{
    private Workspace _copy = null!;

    [SetUp]
    public async Task Copy() => _copy = await Workspace.CreateAsync(CancellationToken.None);

    [TearDown]
    public void Remove() => _copy?.Dispose();

    [Test]
    public async Task The_sample_application_is_clean_in_all_environments()
    {
        var said = await LintAsync("--target=Lint");

        Assert.That(said, Is.EqualTo(new[] { "Information: Linted 15 files: 0 errors, 0 warnings." }));
    }

    [Test]
    public async Task Outside_a_git_repository_it_lints_as_well()
    {
        Directory.Delete(_copy.PathOf(".git"), recursive: true);

        var said = await LintAsync("--target=Lint");

        Assert.That(said, Is.EqualTo(new[] { "Information: Linted 15 files: 0 errors, 0 warnings." }));
    }

    [Test]
    public async Task What_is_wrong_in_the_configuration_of_one_environment_hides_nothing_of_the_others()
    {
        Replace("slipway.yml", "      cluster: staging\n", "");
        Replace("slipway.yml", "      cluster: production\n", "");
        Replace("taskdefs/local-taskdef.json", "\"containerName\": \"blackbox\"", "\"containerName\": \"blckbox\"");

        var said = await LintAsync("--target=Lint");

        Assert.That(said.Select(line => line.Split("\n    ")[0]), Has.One.Contains("missing key 'cluster' in 'deploy' (environment 'staging').")
            .And.One.Contains("missing key 'cluster' in 'deploy' (environment 'production').").And.One.Contains("error ECS090: Container 'app' depends on 'blckbox'"));
    }

    [Test]
    public async Task What_the_configuration_has_to_fill_in_is_of_the_rule_that_the_other_files_have()
    {
        Replace("slipway.yml", "      cluster: staging\n", "      cluster: FILL-IN\n");

        var said = await LintAsync("--target=Lint");

        Assert.That(said, Has.One.Match("^Error: slipway.yml:[0-9]+:16: error SLP119: 'deploy.cluster' is still to be filled in: it has FILL-IN.\n    Write what only you know in the place of the word"));
    }

    [Test]
    public async Task In_GitHub_Actions_a_finding_is_an_annotation_as_well()
    {
        Replace("slipway.yml", "      cluster: staging\n", "      cluster: FILL-IN\n");
        var before = Environment.GetEnvironmentVariable("GITHUB_ACTIONS");
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        try
        {
            var said = await LintAsync("--target=Lint");

            Assert.That(said, Has.One.StartsWith("Error: slipway.yml:").And.One.Match("^Error: ::error file=slipway.yml,line=[0-9]+,col=16,title=SLP119%3A [^:]+::'deploy.cluster' is still to be filled in: it has FILL-IN. Write "));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GITHUB_ACTIONS", before);
        }
    }

    [Test]
    public async Task All_mistakes_of_all_environments_are_told_once_with_place_and_remedy_and_written_as_a_file()
    {
        Replace("taskdefs/staging-taskdef.json", "\"containerName\": \"blackbox\"", "\"containerName\": \"blckbox\"");
        Replace("taskdefs/production-taskdef.json", "\"memoryReservation\": 128", "\"memory\": 64, \"memoryReservation\": 128");
        Replace("appspec.yaml", "ContainerPort: 80", "ContainerPort: 81");
        Replace("app/.dockerignore", "**/*.p8\n", "");
        Replace("app/.dockerignore", "storage/*\n", "");
        Replace("docker-compose.yml", "    depends_on:\n      app: { condition: service_healthy }\n", "    depends_on: [app, blackbox]\n    expose: [8080]\n");
        var output = _copy.PathOf("lint.sarif");

        var said = await LintAsync("--target=Lint", $"--output={output}");

        string Ports(int port) => $"has port {port}, and in Compose 'nginx' has 8080.";
        string NoPort(string environment, string ports) => $"Error: appspec.yaml:9:26: error SLP103: Container 'nginx' in taskdefs/{environment}-taskdef.json has no port 81; its ports: {ports}.";
        Assert.That(said.Select(line => line.Split("\n    ")[0]), Is.EqualTo(new[]
        {
            NoPort("local", "80"), NoPort("local-fargate", "80"), NoPort("staging", "80, 443"), NoPort("production", "80"),
            "Warning: slipway.yml:24:5: warning SLP107: 'app/storage/APNS-Key.p8' is inside the build context 'app' of service 'app', and app/.dockerignore lets it through.",
            $"Warning: taskdefs/local-fargate-taskdef.json:71:26: warning SLP106: Container 'nginx' {Ports(80)}",
            $"Warning: taskdefs/local-taskdef.json:71:26: warning SLP106: Container 'nginx' {Ports(80)}",
            "Error: taskdefs/production-taskdef.json:10:7: error ECS053: Container 'blackbox' may use 64 MiB at most and reserves 128.",
            "Error: taskdefs/production-taskdef.json:21:7: error ECS053: Container 'app' may use 64 MiB at most and reserves 128.",
            "Error: taskdefs/production-taskdef.json:38:7: error ECS053: Container 'nginx' may use 64 MiB at most and reserves 128.",
            $"Warning: taskdefs/production-taskdef.json:41:26: warning SLP106: Container 'nginx' {Ports(80)}",
            "Warning: taskdefs/staging-taskdef.json:23:7: warning SLP105: In Compose, 'app' waits for 'blackbox' (service_healthy); container 'app' has no dependency on 'blackbox' with HEALTHY.",
            "Error: taskdefs/staging-taskdef.json:23:23: error ECS090: Container 'app' depends on 'blckbox', which is no container of this task definition; did you mean 'blackbox'?",
            $"Warning: taskdefs/staging-taskdef.json:41:26: warning SLP106: Container 'nginx' {Ports(80)}",
            $"Warning: taskdefs/staging-taskdef.json:41:86: warning SLP106: Container 'nginx' {Ports(443)}",
            $"Information: Wrote {output}.",
            "Failed: 2 Linted 15 files: 8 errors, 7 warnings.",
        }));
        Assert.That(said[7], Does.EndWith("\n    Raise 'memory' above 'memoryReservation', or leave one of them out. (containerDefinitions[0].memory)"));
        Assert.That(JsonNode.Parse(await File.ReadAllTextAsync(output))!["runs"]![0]!["results"]!.AsArray(), Has.Count.EqualTo(15));
    }

    [Test]
    public async Task A_mistake_in_the_configuration_is_a_finding_too()
    {
        Replace("slipway.yml", "compose:\n", "compos:\n");

        var said = await LintAsync("--target=Lint", "--env=staging");

        Assert.That(said, Is.EqualTo(new[]
        {
            "Error: slipway.yml:6:1: error SLP004: unknown key 'compos'; did you mean 'compose'?\n    See slipway.yml.",
            "Failed: 2 Linted 1 file: 1 error, 0 warnings.",
        }));
    }

    [TestCase("echo \"docker: 'compose' is not a docker command.\" >&2; exit 1", "slipway.yml:1:1: info SLP114: Docker has no Compose on this machine, so SLP105, SLP106 and SLP107 were left out.")]
    [TestCase("echo 'services.app Additional property biuld is not allowed' >&2; exit 15", "slipway.yml:1:1: error SLP113: the Compose application is not valid:\nservices.app Additional property biuld is not allowed.")]
    public async Task What_Compose_cannot_say_is_told(string script, string finding)
    {
        using var docker = new FakeDocker(script);

        var reading = await ComposeReading.ReadAsync(docker.Cli(), SettingsText.Parse(SettingsText.Smallest), new(docker.Folder), CancellationToken.None);

        Assert.That(reading.Problems.Select(problem => problem.Headline), Is.EqualTo(new[] { finding }));
        Assert.That(reading.Definitions, Is.Empty);
    }

    private void Replace(string file, string old, string replacement)
    {
        var path = _copy.PathOf(file);
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(old), file);
        File.WriteAllText(path, text.Replace(old, replacement));
    }

    /// <returns>Each message with its level in front, and at last how it failed.</returns>
    private async Task<string[]> LintAsync(params string[] arguments)
    {
        var log = new Log();
        var invocation = Arguments.Parse(arguments, [new Target("Lint", "", NeedsEnvironment: false)]);
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(_copy.Root);
        try
        {
            var identities = new BuildIdentityReader(new Dictionary<string, string>(), new GitRepository(_copy.Root, TimeProvider.System));
            await new RepositoryLint(identities, new(_copy.Root), new(), log).RunAsync("slipway.yml", invocation, CancellationToken.None);
        }
        catch (RunFailedException failed)
        {
            log.Lines.Add($"Failed: {failed.ExitCode} {failed.Message}");
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }

        return [.. log.Lines];
    }

    private sealed class Log : ILog
    {
        public List<string> Lines { get; } = [];

        public bool IsQuiet => false;

        public bool IsVerbose => false;

        public void Write(LogSeverity severity, string message)
        {
            if (severity <= LogSeverity.Information) Lines.Add($"{severity}: {message}");
        }
    }
}
