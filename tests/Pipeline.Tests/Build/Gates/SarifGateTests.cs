using System.Text.Json.Nodes;
using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>The verdict on what a program has written, and what is kept of it. It is 2 March 2026.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SarifGateTests
{
    private const string Keys = "image: x, command: [scan, --all], sarif: /tmp/scan.sarif";

    private readonly SecretValues _secrets = new();
    private readonly ManualTimeProvider _time = new();
    private GateLog _log = null!;
    private string _root = "";

    private string Kept => Path.Join(_root, "artifacts/gates/scan.sarif");

    [SetUp]
    public void MakeRoot()
    {
        _root = Directory.CreateTempSubdirectory("slipway-gates-").FullName;
        _log = new();
    }

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Findings_below_the_limit_pass_also_where_the_program_ends_with_1()
    {
        var verdict = await RunAsync(Keys, 1, GateText.Sarif($"{GateText.Result("a", "warning")},{GateText.Result("b", "note")}"));

        Assert.That((verdict.Problem, verdict.ExitCode, verdict.Findings.Count), Is.EqualTo(((string?)null, 0, 2)));
        Assert.That(GateTable.Summary(verdict), Is.EqualTo("Gate 'scan' passed: 0 at 'error' or above, 2 below."));
    }

    [Test]
    public async Task A_finding_at_the_limit_fails_and_is_named_with_its_place()
    {
        var verdict = await RunAsync($"{Keys}, failOn: warning", 0, GateText.Sarif($"{GateText.Result("a", "warning", "/src/app/A.php", 3)},{GateText.Result("b", "error")},{GateText.Result("c", "note")}"));

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((
            4, "slipway.yml:9:3: gate 'scan' has 2 findings at 'warning' or above: a at app/A.php:3 and 1 more. Fix what is in the table above, or accept it for a time with its reason under 'gates.scan.ignore'.")));
    }

    [TestCase("", "slipway.yml:9:3: gate 'scan' wrote no SARIF to '/tmp/scan.sarif' (exit code 2: scan --all). Its output is above.")]
    [TestCase("Killed", "slipway.yml:9:3: gate 'scan' wrote what cannot be read as SARIF to '/tmp/scan.sarif': 'K' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0. It ended with exit code 2; its output is above.")]
    public async Task Nothing_and_nonsense_fail(string text, string problem)
    {
        var verdict = await RunAsync(Keys, 2, text);

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((4, problem)));
        Assert.That(File.Exists(Kept), Is.False);
    }

    [Test]
    public async Task A_file_that_is_not_there_fails_whatever_the_program_printed()
    {
        var verdict = await new SarifGate(new FakeProgram(new(0, GateText.Sarif(""), null)), new(_secrets, new(_root)), new(_root), _log, _time).RunAsync(GateText.Gate(Keys), new Dictionary<string, string>(), _ => { }, CancellationToken.None);

        Assert.That(verdict.Problem, Does.StartWith("slipway.yml:9:3: gate 'scan' wrote no SARIF to '/tmp/scan.sarif' (exit code 0: scan --all)."));
    }

    [Test]
    public async Task Standard_output_is_read_where_no_file_is_named()
    {
        var program = new FakeProgram(new(0, GateText.Sarif(GateText.Result("a", "error")), null));

        var verdict = await new SarifGate(program, new(_secrets, new(_root)), new(_root), _log, _time).RunAsync(GateText.Gate("image: x"), new Dictionary<string, string>(), _ => { }, CancellationToken.None);

        Assert.That((program.Asked, verdict.Findings.Count), Is.EqualTo(((string?)null, 1)));
    }

    [Test]
    public async Task A_program_that_fails_and_finds_nothing_has_not_looked()
    {
        var verdict = await RunAsync(Keys, 2, GateText.Sarif(""));

        Assert.That((verdict.ExitCode, verdict.Problem), Is.EqualTo((
            4, "slipway.yml:9:3: gate 'scan' found nothing and ended with exit code 2, so that it may not have looked at everything: scan --all. Its output is above.")));
        Assert.That((await RunAsync(Keys, 0, GateText.Sarif(""))).Problem, Is.Null);
    }

    [Test]
    public async Task A_program_that_says_itself_that_it_failed_has_failed()
    {
        var verdict = await RunAsync(Keys, 0, GateText.Sarif(GateText.Result("a", "note"), members: """ "invocations":[{"executionSuccessful":false}],"""));

        Assert.That(verdict.Problem, Is.EqualTo("slipway.yml:9:3: gate 'scan' says itself that its run was not complete ('executionSuccessful' is false in artifacts/gates/scan.sarif). Its output is above."));
    }

    [Test]
    public async Task What_is_suppressed_gone_or_no_problem_does_not_count()
    {
        var verdict = await RunAsync(Keys, 1, GateText.Sarif(string.Join(',',
            GateText.Result("a", "error", members: """ "suppressions":[{"kind":"inSource"}],"""), GateText.Result("b", "error", members: """ "baselineState":"absent","""), GateText.Result("c", "error", members: """ "kind":"pass","""))));

        Assert.That((verdict.Problem, verdict.Findings.Count, verdict.Accepted), Is.EqualTo(((string?)null, 0, 1)));
    }

    [TestCase("2026-03-02", true)]
    [TestCase("2026-03-01", false)]
    public async Task What_is_accepted_counts_again_after_its_day(string until, bool passes)
    {
        var verdict = await RunAsync($"{Keys}, ignore: [{{ rule: a, path: app, reason: \"Nobody calls it.\", until: {until} }}]", 0, GateText.Sarif(GateText.Result("a", "error")));

        Assert.That((verdict.Problem is null, verdict.Accepted), Is.EqualTo((passes, passes ? 1 : 0)));
        Assert.That(_log.Lines, Is.EqualTo(passes ? (string[])[] : ["Warning: slipway.yml:9:78: gate 'scan': a was accepted until 2026-03-01 (Nobody calls it.), and counts again."]));
        var suppressions = JsonNode.Parse(await File.ReadAllTextAsync(Kept))!["runs"]![0]!["results"]![0]!["suppressions"]?.ToJsonString();
        Assert.That(suppressions, Is.EqualTo(passes ? """[{"kind":"external","status":"accepted","justification":"Nobody calls it. (until 2026-03-02)"}]""" : null));
    }

    [TestCase("a", "application")]
    [TestCase("b", "app")]
    public async Task What_is_accepted_elsewhere_or_of_another_rule_counts_and_the_entry_is_told(string rule, string path)
    {
        var verdict = await RunAsync($"{Keys}, ignore: [{{ rule: {rule}, path: {path}, reason: Why, until: 2027-01-01 }}]", 0, GateText.Sarif(GateText.Result("a", "error")));

        Assert.That(verdict.Problem, Is.Not.Null);
        Assert.That(_log.Lines, Is.EqualTo(new[] { $"Warning: slipway.yml:9:78: gate 'scan' has not found {rule}, which is accepted: take the entry out." }));
    }

    [Test]
    public async Task What_is_kept_has_the_repositorys_paths_a_category_and_no_secret()
    {
        _secrets.Add("planted-\"token\"-1");
        var sarif = GateText.Sarif(
            GateText.Result("a", "note", "file:///src/app/A.php").Replace("Found a.", "Found planted-\\\"token\\\"-1 here.", StringComparison.Ordinal), members: """ "originalUriBaseIds":{"SRCROOT":{"uri":"file:///src/"}},""");

        await RunAsync(Keys, 0, sarif);

        var text = await File.ReadAllTextAsync(Kept);
        var run = JsonNode.Parse(text)!["runs"]![0]!;
        Assert.That(text, Does.Not.Contain("planted"));
        Assert.That((string?)run["results"]![0]!["message"]!["text"], Is.EqualTo("Found [REDACTED] here."));
        Assert.That((string?)run["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"], Is.EqualTo("app/A.php"));
        Assert.That((string?)run["originalUriBaseIds"]!["SRCROOT"]!["uri"], Is.EqualTo($"file://{_root}/"));
        Assert.That((string?)run["automationDetails"]!["id"], Is.EqualTo("scan/"));
    }

    [Test]
    public async Task What_an_earlier_run_has_kept_is_removed_and_nothing_else()
    {
        await RunAsync(Keys, 0, GateText.Sarif(""));
        await File.WriteAllTextAsync(Path.Join(_root, "artifacts/gates/own.txt"), "");

        new SarifFile(_secrets, new(_root)).Clear();

        Assert.That(Directory.GetFiles(Path.Join(_root, "artifacts/gates")).Select(Path.GetFileName), Is.EqualTo(new[] { "own.txt" }));
    }

    private Task<GateVerdict> RunAsync(string keys, int exitCode, string file) =>
        new SarifGate(new FakeProgram(new(exitCode, "", file)), new(_secrets, new Paths(_root)), new(_root), _log, _time).RunAsync(GateText.Gate(keys), new Dictionary<string, string>(), _ => { }, CancellationToken.None);
}
