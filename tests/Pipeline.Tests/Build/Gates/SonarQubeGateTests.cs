using System.Text.Json.Nodes;
using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>A scanner's analysis, followed to the server's quality gate.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SonarQubeGateTests
{
    private const string Report = "projectKey=shop\nserverUrl=http://elsewhere.example\nserverVersion=2026.1\ndashboardUrl=http://elsewhere.example/dashboard?id=shop\nceTaskId=AVAn5RKqYwETbXvgas-I\nceTaskUrl=http://elsewhere.example/api/ce/task?id=AVAn5RKqYwETbXvgas-I\n";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly GateLog _log = new();
    private FakeProgram _program = null!;

    [Test]
    public async Task The_analysis_is_waited_for_and_its_quality_gate_asked_at_the_configured_server()
    {
        using var server = new SonarQubeAnswers(
            [SonarQubeAnswers.Task("PENDING"), SonarQubeAnswers.Task("IN_PROGRESS"), SonarQubeAnswers.Processed],
            SonarQubeAnswers.Gate("OK", SonarQubeAnswers.Condition("OK", "new_coverage", "LT", "80", "91.2")));

        var verdict = await RunAsync(server);

        Assert.That((verdict.Problem, verdict.Findings.Count, GateTable.Summary(verdict)), Is.EqualTo(((string?)null, 0, "Gate 'scan' passed: 0, by the server's quality gate.")));
        Assert.That(server.Asked, Is.EqualTo(new[]
        {
            "/sonar/api/ce/task?id=AVAn5RKqYwETbXvgas-I", "/sonar/api/ce/task?id=AVAn5RKqYwETbXvgas-I", "/sonar/api/ce/task?id=AVAn5RKqYwETbXvgas-I",
            "/sonar/api/qualitygates/project_status?analysisId=AU-TpxcA-iU5OvuD2FL1",
        }));
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2) }));
    }

    [Test]
    public async Task The_scanner_gets_the_server_the_project_and_the_token_by_variables()
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("OK"));

        await RunAsync(server);

        var properties = JsonNode.Parse(_program.Variables["SONAR_SCANNER_JSON_PARAMS"])!.AsObject();
        Assert.That(_program.Variables.Keys, Is.EqualTo(new[] { "SONAR_HOST_URL", "SONAR_SCANNER_JSON_PARAMS", "SONARQUBE_SCANNER_PARAMS" }));
        Assert.That((_program.Variables["SONAR_HOST_URL"], _program.Asked), Is.EqualTo(($"{server.Url}/sonar", "/tmp/report-task.txt")));
        Assert.That(properties.Select(property => (property.Key, (string?)property.Value)), Is.EqualTo(new[]
        {
            ("sonar.projectKey", "shop"), ("sonar.token", SonarQubeAnswers.Token), ("sonar.working.directory", "/tmp/.scannerwork"), ("sonar.scanner.metadataFilePath", "/tmp/report-task.txt"),
        }));
        Assert.That(_log.Lines, Has.None.Contain(SonarQubeAnswers.Token));
    }

    [Test]
    public async Task A_quality_gate_that_fails_says_which_conditions()
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("ERROR", string.Join(',',
            SonarQubeAnswers.Condition("ERROR", "new_coverage", "LT", "85", "82.50562381034781"), SonarQubeAnswers.Condition("OK", "reopened_issues", "GT", "0", "0"),
            SonarQubeAnswers.Condition("ERROR", "new_blocker_violations", "GT", "0", "14"))));

        var verdict = await RunAsync(server);

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((
            4, "slipway.yml:9:3: gate 'scan': the quality gate of project 'shop' is ERROR: new_coverage is 82.51, less than 85; new_blocker_violations is 14, more than 0. See http://elsewhere.example/dashboard?id=shop.")));
        Assert.That(verdict.Findings.Select(finding => (finding.Level, finding.Rule, finding.Fails)), Is.EqualTo(new[] { (GateLevel.Error, "new_coverage", true), (GateLevel.Error, "new_blocker_violations", true) }));
    }

    [Test]
    public async Task A_project_without_a_quality_gate_fails()
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("NONE"));

        Assert.That((await RunAsync(server)).Problem, Is.EqualTo("slipway.yml:9:3: gate 'scan': project 'shop' has no quality gate on the server. Give it one. See http://elsewhere.example/dashboard?id=shop."));
    }

    [Test]
    public async Task A_first_analysis_passes_and_says_that_no_condition_was_there()
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("OK"));

        Assert.That((await RunAsync(server)).Problem, Is.Null);
        Assert.That(_log.Lines, Has.Some.EqualTo("Warning: Gate 'scan': the quality gate has no condition that this analysis could break, as on a first analysis: shop passes whatever it is."));
    }

    [TestCase("FAILED", ",\"errorMessage\":\"Fail to extract report from database\"", 4, "the server could not process the analysis of gate 'scan': task AVAn5RKqYwETbXvgas-I is FAILED: Fail to extract report from database. See 'Background tasks' of the project.")]
    [TestCase("CANCELED", "", 4, "the server could not process the analysis of gate 'scan': task AVAn5RKqYwETbXvgas-I is CANCELED. See 'Background tasks' of the project.")]
    [TestCase("SUCCESS", "", 4, "the server has processed task AVAn5RKqYwETbXvgas-I of gate 'scan' and names no analysis, so that there is no quality gate to ask for.")]
    public async Task A_task_that_gives_no_analysis_fails(string status, string more, int exitCode, string message)
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Task(status, more)], SonarQubeAnswers.Gate("OK"));

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => RunAsync(server));

        Assert.That((failed!.ExitCode, failed.Message), Is.EqualTo((exitCode, $"slipway.yml:9:3: {message}")));
    }

    [TestCase(401, "", "does not accept the token in SONAR_TOKEN. It may have expired: make a new one on the server.")]
    [TestCase(403, """{"errors":[{"msg":"Insufficient privileges"}]}""", "refuses the token in SONAR_TOKEN. Its owner needs 'Browse' or 'Execute Analysis' on project 'shop'.")]
    [TestCase(404, """{"errors":[{"msg":"No activity found for task 'x'"}]}""", "answers 404: No activity found for task 'x'. Is this the server that the scanner has sent its analysis to, with its context path?")]
    [TestCase(302, "https://login.example/?token=x", "answers 302 and sends to https://login.example/. Correct 'url'.")]
    [TestCase(200, "<html>", "answers with no JSON. Is this the server, with its context path?")]
    [TestCase(200, "{}", "answers without a 'status'. Is this SonarQube?")]
    public async Task A_server_that_refuses_is_not_asked_again(int status, string text, string message)
    {
        using var server = new SonarQubeAnswers([(status, text)], SonarQubeAnswers.Gate("OK"));

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => RunAsync(server));

        Assert.That((failed!.ExitCode, failed.Message), Is.EqualTo((3, $"slipway.yml:9:27: {server.Url}/sonar (api/ce/task) {message}")));
        Assert.That(server.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_is_busy_is_asked_again_and_that_is_told_once()
    {
        using var server = new SonarQubeAnswers([(503, ""), (503, ""), SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("OK", SonarQubeAnswers.Condition("OK", "a", "GT", "0", "0")));

        Assert.That((await RunAsync(server)).Problem, Is.Null);
        Assert.That(_log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.EqualTo(new[] { $"Warning: Gate 'scan': asking again: {server.Url}/sonar answers 503 to api/ce/task" }));
    }

    [Test]
    public async Task An_analysis_that_is_not_processed_in_time_fails()
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Task("PENDING")], SonarQubeAnswers.Gate("OK"));

        var verdict = await RunAsync(server, ", wait: 5s");

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((
            3, "slipway.yml:9:3: the server has not answered for the analysis of gate 'scan' (task AVAn5RKqYwETbXvgas-I) within 5 s. Look at 'Background tasks' of the project, or raise 'gates.scan.sonarqube.wait'.")));
    }

    [TestCase(0, "", "the scanner of gate 'scan' left no report-task.txt with a 'ceTaskId' at '/tmp/report-task.txt', so that there is no analysis to wait for. Its output is above; 'gates.scan.sonarqube.report' names another place.")]
    [TestCase(3, Report, "the scanner of gate 'scan' failed with exit code 3. Its output is above.")]
    public async Task A_scanner_that_fails_is_not_waited_for(int exitCode, string report, string message)
    {
        using var server = new SonarQubeAnswers([SonarQubeAnswers.Processed], SonarQubeAnswers.Gate("OK"));

        var verdict = await RunAsync(server, "", new(exitCode, "", report));

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((4, $"slipway.yml:9:3: {message}")));
        Assert.That(server.Asked, Is.Empty);
    }

    private Task<GateVerdict> RunAsync(SonarQubeAnswers server, string keys = "", GateRun? left = null)
    {
        var gate = GateText.Gate($"image: scanner, sonarqube: {{ url: \"{server.Url}{SonarQubeAnswers.Context}/\", project: shop{keys} }}");
        _program = new(left ?? new(0, "", Report));
        return _time.RunAsync(new SonarQubeGate(_program, _log, _time).RunAsync(gate, new Dictionary<string, string>(), SonarQubeAnswers.Token, _ => { }, CancellationToken.None), Longest);
    }
}
