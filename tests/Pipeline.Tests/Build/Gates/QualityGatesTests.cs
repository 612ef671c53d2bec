using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>Gates in containers, in services and on this machine, with a docker that answers as asked and keeps how it was called.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QualityGatesTests
{
    private const string Variable = "SLIPWAY_TEST_GATE_TOKEN";
    private const string Planted = "planted-gate-token-0123456789";

    private const string Docker =
        """
        echo "$*" >> "$HERE/ran"
        case " $* " in
        *" config "*) echo '{"services":{"app":{"build":{"context":"."}}}}';;
        *" inspect missing "*) echo "Error: No such image: missing" >&2; exit 1;;
        *" inspect "*) echo '[{"Id":"sha256:0","Config":{}}]';;
        *" pull "*) echo "Error response from daemon: pull access denied for missing" >&2; exit 1;;
        *" --env SLIPWAY_TEST_GATE_TOKEN "*) echo "token $SLIPWAY_TEST_GATE_TOKEN" >&2; printf %s "$SLIPWAY_TEST_GATE_TOKEN" > "$HERE/token"; exit 2;;
        *" broken "*) echo 'docker: Error response from daemon: no space left on device.' >&2; echo "See 'docker run --help'." >&2; exit 125;;
        *" slow "*) echo begun; exec sleep 60;;
        *" exec "*audit*) echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"a"}},"results":[]}]}'; echo noise >&2;;
        *" cp "*) for last; do :; done; [ ! -e "$HERE/sarif" ] || { cp "$HERE/sarif" "$last"; exit 0; }; echo "Error response from daemon: Could not find the file /tmp/s in container x" >&2; exit 1;;
        esac
        """;

    private readonly SecretValues _secrets = new();
    private readonly GateLog _log = new();
    private FakeDocker _docker = null!;
    private string _root = "";
    private RunDirectory _run = null!;
    private ComposeApplication _application = null!;

    private IEnumerable<string> Runs => _docker.Read("ran").Split('\n').Where(line => line.StartsWith("run ", StringComparison.Ordinal));

    [SetUp]
    public void MakeRoot()
    {
        _docker = new FakeDocker(Docker);
        _root = Directory.CreateTempSubdirectory("slipway-gates-").FullName;
        _run = RunDirectory.Create(Path.Join(_root, ".slipway"));
        Environment.SetEnvironmentVariable(Variable, Planted);
    }

    [TearDown]
    public void RemoveRoot()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _docker.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task A_container_sees_the_sources_read_only_and_nothing_secret_and_is_removed()
    {
        File.WriteAllText(Path.Join(_root, ".env"), "APP_KEY=secret");
        File.WriteAllText(_docker.Path("sarif"), GateText.Sarif(GateText.Result("a", "warning")));

        await CheckAsync($"scan: {{ image: scanner, command: [scan, --all], sarif: /tmp/s, variables: [{Variable}] }}");

        var (name, run) = ($"{_application.ProjectName}-gate-scan", _run.FullPath);
        Assert.That(Runs, Is.EqualTo(new[]
        {
            $"run --name {name} --label com.docker.compose.project={_application.ProjectName} --label com.docker.compose.oneoff=True --label slipway.gate=scan "
            + $"--volume {_root}:/src:ro --volume {run}/nothing:/src/.slipway:ro --volume {run}/nothing-scan:/src/.env:ro --workdir /src "
            + $"--env {Variable} --env GIT_CONFIG_COUNT --env GIT_CONFIG_KEY_0 --env GIT_CONFIG_VALUE_0 scanner scan --all",
        }));
        Assert.That((File.ReadAllText(Path.Join(run, "nothing-scan")), Directory.GetFileSystemEntries(Path.Join(run, "nothing")).Length), Is.EqualTo(("", 0)));
        Assert.That(_docker.Read("ran"), Does.Contain($"cp --follow-link {name}:/tmp/s").And.Contain($"rm --force --volumes {name}\n"));
        Assert.That(_run.Record.ComposeProject, Is.EqualTo(_application.ProjectName), "A run that is killed leaves its containers to the next one.");
        Assert.That(_log.Lines, Has.Some.EqualTo("Information: Gate 'scan' passed: 0 at 'error' or above, 1 below."));
    }

    [Test]
    public async Task A_token_reaches_the_gate_and_neither_a_command_line_nor_a_log()
    {
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => CheckAsync($"scan: {{ image: scanner, variables: [{Variable}] }}"));

        Assert.That(_docker.Read("token"), Is.EqualTo(Planted));
        Assert.That(_docker.Read("ran") + failed!.Message, Does.Not.Contain(Planted));
        Assert.That(_log.Lines.Select(_secrets.Redact), Has.Some.Contain("token [REDACTED]").And.None.Contain(Planted));
    }

    [TestCase("scan: { image: missing }", 3, "the image 'missing' of gate 'scan' could not be pulled: Error response from daemon: pull access denied for missing. Correct its name, or log docker in to its registry.")]
    [TestCase("scan: { image: broken, command: [broken] }", 3, "the container of gate 'scan' could not be started: docker: Error response from daemon: no space left on device.")]
    [TestCase("scan: { image: scanner, sarif: /tmp/s }", 4, "gate 'scan' wrote no SARIF to '/tmp/s' (exit code 0). Its output is above.")]
    [TestCase("scan: { image: scanner, command: [slow], timeout: 1s }", 4, "gate 'scan' did not end within 1 s and was stopped. Give it less to do, or a longer 'timeout'.")]
    [TestCase("scan: { service: app, command: [audit] }", 2, "gate 'scan' runs in service 'app', which this run has not started. Leave --exclusive out, or do not skip 'ComposeUp'.")]
    [TestCase("scan: { command: [no-such-program-here] }", 3, "the program of gate 'scan' could not be started: no-such-program-here: Could not start 'no-such-program-here': ")]
    public async Task What_cannot_run_says_why(string gate, int exitCode, string message)
    {
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => CheckAsync(gate));

        Assert.That(failed!.ExitCode, Is.EqualTo(exitCode));
        Assert.That(failed.Message, Does.StartWith($"slipway.yml:9:3: {message}").And.EndWith("\nNothing was tagged or pushed."));
    }

    [Test]
    public async Task A_container_of_a_run_that_is_cancelled_is_removed()
    {
        using var cancelled = new CancellationTokenSource();
        _log.Heard = line =>
        {
            if (line == "begun") cancelled.Cancel();
        };

        await Assert.ThatAsync(() => CheckAsync("scan: { image: scanner, command: [slow] }", cancellation: cancelled.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(_docker.Read("ran"), Does.EndWith($"rm --force --volumes {_application.ProjectName}-gate-scan\n"));
        Assert.That(_run.Record.ComposeProject, Is.EqualTo(_application.ProjectName), "What docker was still making is found by the project's label.");
    }

    [Test]
    public async Task A_service_that_runs_is_asked_and_its_standard_output_alone_is_read()
    {
        await CheckAsync("scan: { service: app, command: [audit] }", starts: true);

        Assert.That(_docker.Read("ran"), Does.Contain("exec").And.Contain("app audit"));
        Assert.That(_log.Lines, Has.Some.EqualTo("Information: Gate 'scan' passed: 0 at 'error' or above, 0 below."));
    }

    [Test]
    public async Task A_program_of_the_repository_runs_on_this_machine()
    {
        Program("bin/scan", $"test \"${Variable}\" = {Planted} && cat > out.sarif <<'END'\n{GateText.Sarif(GateText.Result("a", "note", $"{_root}/app/A.php"))}\nEND\n");

        await CheckAsync($"scan: {{ command: [bin/scan], sarif: out.sarif, variables: [{Variable}] }}");

        Assert.That(_log.Lines, Has.Some.EqualTo("Information:    scan  note             a     app/A.php:7  Found a."));
        Assert.That(File.Exists(Path.Join(_root, "artifacts/gates/scan.sarif")));
    }

    [Test]
    public void What_an_earlier_run_has_written_is_not_taken_for_this_ones()
    {
        Program("bin/scan", "exit 0\n");
        File.WriteAllText(Path.Join(_root, "out.sarif"), GateText.Sarif(""));

        Assert.That(() => CheckAsync("scan: { command: [bin/scan], sarif: out.sarif }"), Throws.TypeOf<RunFailedException>().With.Message.Contain("wrote no SARIF to 'out.sarif'"));
    }

    [Test]
    public async Task All_gates_run_and_all_that_failed_are_told()
    {
        Program("bin/scan", $"cat <<'END'\n{GateText.Sarif(GateText.Result("a", "error"))}\nEND\necho looked >&2\n");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => CheckAsync("one: { command: [bin/scan] }\n  two: { image: missing }\n  three: { command: [bin/scan], failOn: note }"));

        Assert.That(failed!.ExitCode, Is.EqualTo(4));
        Assert.That(failed.Message.Split('\n').Select(line => line[..Math.Min(line.Length, 40)]), Is.EqualTo(new[]
        {
            "slipway.yml:9:3: gate 'one' has 1 findin", "slipway.yml:10:3: the image 'missing' of", "slipway.yml:11:3: gate 'three' has 1 fin", "Nothing was tagged or pushed.",
        }));
        Assert.That(_log.Lines, Has.Exactly(2).StartsWith("Error: x  ").And.Some.EqualTo("Information: Gate 'two' could not be judged."));
    }

    [Test]
    public void Variables_that_are_missing_are_told_before_anything_runs()
    {
        var gates = Settings("one: { image: x, variables: [SLIPWAY_TEST_A, SLIPWAY_TEST_B] }\n  two: { image: x, sonarqube: { url: http://s, project: p, token: SLIPWAY_TEST_C } }").Gates;

        Assert.That(() => QualityGates.Require(gates, new Dictionary<string, string> { ["SLIPWAY_TEST_A"] = "" }, ["SLIPWAY_TEST_B"]), Throws.TypeOf<RunFailedException>().With.Message.EqualTo(
            """
            slipway.yml:9:3: gate 'one' needs the environment variable 'SLIPWAY_TEST_A', which is not set. Set it in the build service's secrets, or fetch it under 'secrets'.
            slipway.yml:10:3: gate 'two' needs the environment variable 'SLIPWAY_TEST_C', which is not set. Set it in the build service's secrets, or fetch it under 'secrets'.
            """).And.Property(nameof(RunFailedException.ExitCode)).EqualTo(3));
    }

    [Test]
    public void A_variable_that_steers_docker_is_refused_for_a_container_and_not_for_this_machine()
    {
        var variables = new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://u:p@proxy" };

        Assert.That(
            () => QualityGates.Require(Settings("scan: { image: x, variables: [HTTPS_PROXY] }").Gates, variables, []),
            Throws.TypeOf<RunFailedException>().With.Message.EqualTo("slipway.yml:9:3: gate 'scan' is to get the variable 'HTTPS_PROXY', which steers docker itself, so that it would stand in a command line. Give it another name."));
        Assert.That(() => QualityGates.Require(Settings("scan: { command: [x], variables: [HTTPS_PROXY] }").Gates, variables, []), Throws.Nothing);
    }

    private static Settings Settings(string gates) => SettingsText.Parse($"{SettingsText.Smallest}gates:\n  {gates}\n");

    private void Program(string file, string script)
    {
        var path = Path.Join(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task CheckAsync(string gates, bool starts = false, CancellationToken cancellation = default)
    {
        var (settings, paths) = (Settings(gates), new Paths(_root));
        var model = new ComposeModel(_docker.Cli(), settings, _run.FullPath, paths);
        await model.CheckAsync(CancellationToken.None);
        _application = new(_docker.Cli(), model, settings, _run, _log, paths, TimeProvider.System);
        if (starts)
        {
            await _application.BuildAsync([], CancellationToken.None);
            await _application.StartAsync(CancellationToken.None);
        }

        await new QualityGates(_docker.Cli(), _application, _run, _secrets, paths, _log, TimeProvider.System) { SecretFiles = [".env", "not/there"] }.CheckAsync(settings.Gates, cancellation);
    }
}
