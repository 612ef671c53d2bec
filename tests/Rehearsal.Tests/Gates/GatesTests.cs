using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Gates;

/// <summary>The task Gates alone, with a scanner in a container: what it sees, what it finds, and what is left.</summary>
[TestFixture]
internal sealed class GatesTests
{
    private const string Token = "planted-scanner-token-0123456789";

    private const string Scanner =
        """
        fail() { echo "$*, seen with $SCANNER_TOKEN"; exit 3; }
        [ "$(pwd)" = /src ] || fail "elsewhere"
        (: > /src/written) 2>/dev/null && fail "the sources can be written"
        [ -e /var/run/docker.sock ] && fail "the engine's socket is here"
        [ -z "$(ls -A /src/.slipway)" ] || fail "Slipway's state is here"
        [ -n "$SCANNER_TOKEN" ] || fail "no token"
        echo "scanned with $SCANNER_TOKEN"
        cp /src/scan/findings.sarif /tmp/scan.sarif
        exit 1
        """;

    private const string Findings =
        """
        {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Scanner","rules":[{"id":"CVE-2026-1","properties":{"security-severity":"6.9"}}]}},
         "results":[{"ruleId":"CVE-2026-1","level":"warning","message":{"text":"A package of planted-scanner-token-0123456789 is old."},
         "locations":[{"physicalLocation":{"artifactLocation":{"uri":"/src/app/composer.lock"},"region":{"startLine":12}}}]}]}]}
        """;

    [Test]
    public async Task Findings_below_the_limit_pass_and_at_it_end_the_run_with_4()
    {
        await using var copy = await RehearsalCopy.CreateAsync(workspace =>
        {
            Directory.CreateDirectory(workspace.PathOf("scan"));
            File.WriteAllText(workspace.PathOf("scan/run.sh"), Scanner);
            File.WriteAllText(workspace.PathOf("scan/findings.sarif"), Findings);
            RehearsalCopy.Replace(workspace, "slipway.yml", "\n# Each takes", """

                gates:
                  scan: { image: "debian:bookworm-slim", command: [sh, scan/run.sh], sarif: /tmp/scan.sarif, failOn: high, variables: [SCANNER_TOKEN] }

                # Each takes
                """);
        });

        var below = await RunAsync(copy);
        copy.Replace("slipway.yml", "failOn: high", "failOn: medium");
        var reached = await RunAsync(copy);

        Assert.That((below.ExitCode, reached.ExitCode), Is.EqualTo((0, 4)));
        Assert.That(below.Output, Does.Contain("Gate 'scan' passed: 0 at 'high' or above, 1 below."));
        Assert.That(below.Output, Does.Contain("   scan  warning  6.9       CVE-2026-1  app/composer.lock:12  A package of [REDACTED] is old."));
        Assert.That(reached.Error, Does.Contain("gate 'scan' has 1 finding at 'medium' or above: CVE-2026-1 at app/composer.lock:12.").And.Contain("Nothing was tagged or pushed."));
        var sarif = await File.ReadAllTextAsync(copy.Workspace.PathOf("artifacts/gates/scan.sarif"));
        Assert.That((string?)JsonNode.Parse(sarif)!["runs"]![0]!["results"]![0]!["message"]!["text"], Is.EqualTo("A package of [REDACTED] is old."));
        Assert.That(below.Output + below.Error + reached.Output + reached.Error + sarif, Does.Not.Contain(Token));
        Assert.That(await copy.LeftOfRunsAsync(), Is.Empty);
    }

    private static Task<CommandResult> RunAsync(RehearsalCopy copy) =>
        RehearsalCopy.RunAsync(copy.BuildScript("--target=Gates", "--env=local", "--exclusive", "--verbosity=verbose") with { Environment = new Dictionary<string, string?> { ["SCANNER_TOKEN"] = Token } });
}
