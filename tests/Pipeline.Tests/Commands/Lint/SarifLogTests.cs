using System.Text.Json.Nodes;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Lint;

public sealed class SarifLogTests
{
    private static readonly LintRule Rule = ProjectLinter.Rules.Single(rule => rule.Id == "SLP106");

    private static readonly LintReport Report = new(
        [
            new(Rule, Severity.Warning, "$.containerDefinitions[0]", "Some \"thing\" is odd.", new("taskdefs/my task.json", 3, 14)),
            new(Rule, Severity.Info, "", "The file as a whole.", SourcePlace.Whole("slipway.yml")),
        ],
        Files: 2, Suppressed: 1);

    [Test]
    public void Each_finding_is_a_result_that_points_to_its_rule_and_place()
    {
        var run = JsonNode.Parse(SarifLog.ToUtf8(Report))!["runs"]![0]!;
        var index = (int)run["results"]![0]!["ruleIndex"]!;

        Assert.That(run["results"]!.ToJsonString(), Is.EqualTo(JsonNode.Parse($$"""
            [
              { "ruleId": "SLP106", "ruleIndex": {{index}}, "level": "warning", "message": { "text": "Some \"thing\" is odd. {{Rule.Remedy}}" },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "taskdefs/my%20task.json" }, "region": { "startLine": 3, "startColumn": 14 } },
                                "logicalLocations": [{ "fullyQualifiedName": "$.containerDefinitions[0]" }] }] },
              { "ruleId": "SLP106", "ruleIndex": {{index}}, "level": "note", "message": { "text": "The file as a whole. {{Rule.Remedy}}" },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "slipway.yml" } } }] }
            ]
            """)!.ToJsonString()));
        Assert.That(run["tool"]!["driver"]!["rules"]![index]!.ToJsonString(), Is.EqualTo(JsonNode.Parse($$"""
            { "id": "SLP106", "shortDescription": { "text": "{{Rule.Title}}." }, "help": { "text": "{{Rule.Remedy}} ({{Rule.Source}})" }, "defaultConfiguration": { "level": "warning" } }
            """)!.ToJsonString()));
    }

    [Test]
    public async Task The_file_is_replaced_as_a_whole()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-sarif-");
        try
        {
            var file = Path.Combine(folder.FullName, "new", "lint.sarif");

            await SarifLog.WriteAsync(Report, file, CancellationToken.None);
            await SarifLog.WriteAsync(Report with { Findings = [] }, file, CancellationToken.None);

            Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Is.EqualTo(new[] { file }));
            Assert.That(JsonNode.Parse(await File.ReadAllTextAsync(file))!["runs"]![0]!["results"]!.AsArray(), Is.Empty);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Schema and validator come from the npm registry, at the versions of the lock file beside this test.</summary>
    [Test]
    public async Task The_file_is_valid_by_the_public_schema()
    {
        if (!Commands.AreOnPath("npm", "node")) Assert.Ignore("npm and node are not on PATH, so the file was not validated by SARIF's schema. Install Node.js 18 or later.");
        var folder = Directory.CreateTempSubdirectory("slipway-sarif-");
        try
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Workspace.Repository, "tests", "Pipeline.Tests", "Commands", "Lint", "Sarif")))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            await SarifLog.WriteAsync(Report, Path.Combine(folder.FullName, "good.sarif"), CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bad.sarif"), """{ "version": "2.1.0", "runs": [{ "results": [] }] }""");

            // The package that has the schema is one of Linux; the schema is not, hence the force.
            var installed = await RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--force");
            var good = await RunAsync(folder, "node", "validate.js", "good.sarif");
            var bad = await RunAsync(folder, "node", "validate.js", "bad.sarif");

            Assert.That(installed.ExitCode, Is.Zero, installed.Error);
            Assert.That((good.ExitCode, good.Output), Is.EqualTo((0, "")), good.Error);
            Assert.That((bad.ExitCode, bad.Output), Is.EqualTo((1, "data/runs/0 must have required property 'tool'\n")), bad.Error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<CommandResult> RunAsync(DirectoryInfo folder, string program, params string[] arguments) =>
        CommandRunner.RunAsync(new(program, arguments) { WorkingDirectory = folder.FullName }, CancellationToken.None);
}
