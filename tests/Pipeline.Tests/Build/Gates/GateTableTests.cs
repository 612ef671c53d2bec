using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Build.Gates;

public sealed class GateTableTests
{
    [Test]
    public void The_findings_of_all_gates_are_one_table_with_those_first_that_fail()
    {
        var verdicts = new[]
        {
            Verdict("image: x", new GateFinding(GateLevel.Note, null, "style", "app/A.php", 0, "Two\n  blanks.", Fails: false), new GateFinding(GateLevel.Error, 9.8, "CVE-2026-1", "composer.lock", 12, "Broken.", Fails: true)),
            Verdict("image: x", new GateFinding(GateLevel.Error, null, "exec", "", 0, "Runs a shell.", Fails: true)),
        };

        Assert.That(GateTable.Lines(verdicts), Is.EqualTo(new[]
        {
            (LogSeverity.Error, "   gate  level  severity  rule        place             finding"),
            (LogSeverity.Error, "x  scan  error  9.8       CVE-2026-1  composer.lock:12  Broken."),
            (LogSeverity.Error, "x  scan  error            exec                          Runs a shell."),
            (LogSeverity.Error, "   scan  note             style       app/A.php         Two blanks."),
        }));
    }

    [Test]
    public void A_long_table_is_cut_and_says_where_the_rest_is()
    {
        var findings = Enumerable.Range(1, 70).Select(line => new GateFinding(GateLevel.Note, null, new('r', 80), new('f', 80), line, new('m', 300), Fails: false)).ToArray();

        var lines = GateTable.Lines([Verdict("image: x", findings)]);

        Assert.That((lines.Count, lines[^1].Text, lines[1].Text.Length), Is.EqualTo((62, "   and 10 more, in artifacts/gates/", 270)));
    }

    [Test]
    public void Where_nothing_is_found_there_is_no_table() => Assert.That(GateTable.Lines([Verdict("image: x")]), Is.Empty);

    private static GateVerdict Verdict(string keys, params GateFinding[] findings) => new(GateText.Gate(keys), findings, null, 0);
}
