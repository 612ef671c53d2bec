using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>The rules of SARIF for results, by the sections of the standard.</summary>
public sealed class SarifReaderTests
{
    private static readonly SarifPaths Paths = new("/src", "/repository/shop");

    [TestCase("""{"ruleId":"r","level":"error"}""", GateLevel.Error)]
    [TestCase("""{"ruleId":"r"}""", GateLevel.Note)]
    [TestCase("""{"ruleId":"r/sub/other"}""", GateLevel.Note)]
    [TestCase("""{"ruleIndex":0}""", GateLevel.Note)]
    [TestCase("""{"rule":{"index":0}}""", GateLevel.Note)]
    [TestCase("""{"rule":{"id":"x","index":0,"toolComponent":{"index":0}}}""", GateLevel.Error)]
    [TestCase("""{"ruleId":"x"}""", GateLevel.Error)]
    [TestCase("""{"ruleId":"nobody describes it"}""", GateLevel.Warning)]
    [TestCase("""{"ruleId":"r","kind":"pass"}""", GateLevel.None)]
    [TestCase("""{"ruleId":"r","kind":"informational","level":"error"}""", GateLevel.None)]
    [TestCase("""{"ruleId":"r","level":"none"}""", GateLevel.None)]
    public void The_level_is_the_results_own_or_its_rules(string result, GateLevel level)
    {
        var extensions = """ "extensions":[{"name":"pack","rules":[{"id":"x","defaultConfiguration":{"level":"error"}}]}]""";
        var text = GateText.Sarif(result, """{"id":"r","defaultConfiguration":{"level":"note"}}""").Replace("\"tool\":{", $"\"tool\":{{{extensions},", StringComparison.Ordinal);

        Assert.That(Findings(text).Select(finding => finding.Level), Is.EqualTo(new[] { level }));
    }

    [TestCase("error", "error", null, true)]
    [TestCase("error", "warning", "9.8", false)]
    [TestCase("warning", "warning", null, true)]
    [TestCase("note", "note", null, true)]
    [TestCase("note", "none", null, false)]
    [TestCase("7.0", "note", "7.0", true)]
    [TestCase("7.0", "error", "6.9", false)]
    [TestCase("high", "warning", "8.1", true)]
    [TestCase("critical", "error", "8.9", false)]
    [TestCase("critical", "error", "9.0", true)]
    [TestCase("critical", "error", null, true)]
    [TestCase("critical", "warning", null, false)]
    [TestCase("low", "warning", "0.1", true)]
    public void A_limit_is_a_level_or_a_severity(string limit, string level, string? severity, bool fails)
    {
        var rule = severity is null ? """{"id":"r"}""" : $$$"""{"id":"r","properties":{"security-severity":"{{{severity}}}"}}""";

        Assert.That(Findings(GateText.Sarif(GateText.Result("r", level), rule), GateLimit.Parse(limit)!).Single().Fails, Is.EqualTo(fails));
    }

    [Test]
    public void A_severity_may_be_a_number_and_the_results_own()
    {
        var results = GateText.Result("r", "note", members: """ "properties":{"security-severity":9.1},""");

        Assert.That(Findings(GateText.Sarif(results, """{"id":"r","properties":{"security-severity":"1.0"}}""")).Single().Severity, Is.EqualTo(9.1));
    }

    [TestCase("app/Price.php", "app/Price.php")]
    [TestCase("./app/Price.php", "app/Price.php")]
    [TestCase("/src/app/Price.php", "app/Price.php")]
    [TestCase("file:///src/app/My%20Price.php", "app/My Price.php")]
    [TestCase("/srcs/Price.php", "/srcs/Price.php")]
    public void Files_are_those_of_the_repository(string uri, string file) =>
        Assert.That(Findings(GateText.Sarif(GateText.Result("r", "note", uri))).Select(finding => (finding.File, finding.Line)), Is.EqualTo(new[] { (file, 7) }));

    [Test]
    public void A_file_may_be_one_of_the_runs_artifacts_and_a_message_one_of_its_rules()
    {
        var result = """{"ruleId":"r","message":{"id":"found","arguments":["here"]},"locations":[{"physicalLocation":{"artifactLocation":{"index":0}}}]}""";
        var text = GateText.Sarif(result, """{"id":"r","messageStrings":{"found":{"text":"It is {0}."}}}""", """ "artifacts":[{"location":{"uri":"composer.lock"}}],""");

        Assert.That(Findings(text).Single(), Is.EqualTo(new GateFinding(GateLevel.Warning, null, "r", "composer.lock", 0, "It is here.", Fails: false)));
    }

    [TestCase("""[{"kind":"inSource"}]""", true)]
    [TestCase("""[{"kind":"external","status":"accepted"}]""", true)]
    [TestCase("""[{"kind":"external","status":"underReview"}]""", false)]
    [TestCase("""[{"kind":"inSource"},{"kind":"external","status":"rejected"}]""", false)]
    [TestCase("[]", false)]
    public void A_result_is_suppressed_when_nobody_has_refused_that(string suppressions, bool isSuppressed)
    {
        var log = SarifReader.Parse(GateText.Sarif(GateText.Result("r", "error", members: $"\"suppressions\":{suppressions},")));

        Assert.That(SarifReader.IsSuppressed(SarifReader.Results(log, GateLimit.Parse("error")!, Paths).Single().Result), Is.EqualTo(isSuppressed));
    }

    [TestCase("[]", "it is no JSON object")]
    [TestCase("""{"results":[]}""", "it has no 'version', so that it is no SARIF")]
    [TestCase("""{"version":"1.0.0","runs":[]}""", "it is SARIF of version 1.0.0, and 2.1.0 is read")]
    [TestCase("""{"version":"2.1.0","runs":[]}""", "it has no run of a tool in 'runs'")]
    [TestCase("""{"version":"2.1.0","runs":[{"tool":{},"results":null}]}""", "a run of it has no 'results', as of a tool that did not begin")]
    public void What_says_nothing_of_findings_is_refused(string text, string message) =>
        Assert.That(() => SarifReader.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [TestCase("{\"version\":\"2.1.0\",")]
    [TestCase("Usage: scanner [options]")]
    public void What_is_no_JSON_is_refused(string text) => Assert.That(() => SarifReader.Parse(text), Throws.TypeOf<FormatException>());

    [Test]
    public void A_level_that_there_is_not_is_refused() =>
        Assert.That(() => Findings(GateText.Sarif(GateText.Result("r", "fatal"))), Throws.TypeOf<FormatException>().With.Message.EqualTo("a result has the level 'fatal', which SARIF does not have"));

    private static List<GateFinding> Findings(string text, GateLimit? limit = null) =>
        [.. SarifReader.Results(SarifReader.Parse(text), limit ?? GateLimit.Parse("error")!, Paths).Select(one => one.Finding)];
}
