using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>What only the user knows is found wherever a deployment would read it, and only there.</summary>
public sealed class FillInLintTests
{
    private LintedFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("secrets", """[{ "name": "A", "valueFrom": "arn:aws:ssm:eu-west-2:FILL-IN-ACCOUNT:parameter/a" }]""", "containerDefinitions[0].secrets[0].valueFrom", "FILL-IN-ACCOUNT")]
    [TestCase("environmentFiles", """[{ "type": "s3", "value": "arn:aws:s3:::FILL-IN/a.env" }]""", "containerDefinitions[0].environmentFiles[0].value", "FILL-IN")]
    [TestCase("environment", """[{ "name": "DB_HOST", "value": "db.FILL-IN-REGION.FILL-IN-ACCOUNT" }]""", "containerDefinitions[0].environment[0].value", "FILL-IN-REGION and FILL-IN-ACCOUNT")]
    [TestCase("logConfiguration", """{ "logDriver": "awslogs", "options": { "awslogs-group": "g", "awslogs-region": "FILL-IN-REGION" } }""", "containerDefinitions[0].logConfiguration.options['awslogs-region']", "FILL-IN-REGION")]
    [TestCase("dockerLabels", """{ "FILL-IN": "x" }""", "containerDefinitions[0].dockerLabels['FILL-IN']", "FILL-IN")]
    [TestCase("command", """["serve", "--host=FILL-IN"]""", "containerDefinitions[0].command[1]", "FILL-IN")]
    [TestCase("unheardOf", """{ "of": ["FILL-IN"] }""", "containerDefinitions[0].unheardOf.of[0]", "FILL-IN")]
    public void A_container_that_is_not_filled_in_is_told_with_its_member(string member, string value, string path, string marks)
    {
        _folder.Task(Container("app", $""", "{member}": {value}"""));

        var found = _folder.Report().Findings.Where(finding => finding.Rule.Id == "SLP119");

        Assert.That(found.Select(finding => (finding.Place.File, finding.Place.Line, finding.JsonPath, finding.Message)), Is.EqualTo(new[] { ("task.json", 4, $"$.{path}", $"'{path}' is still to be filled in: it has {marks}.") }));
    }

    [Test]
    public void So_is_what_stands_beside_the_containers()
    {
        _folder.With("task.json", $$"""
            { "family": "shop", "executionRoleArn": "arn:aws:iam::111122223333:role/FILL-IN", "taskRoleArn": "FILL-IN",
              "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-FILL-IN" } }], "tags": [{ "key": "team", "value": "FILL-IN" }],
              "containerDefinitions": [{{Container("app")}}] }
            """);

        Assert.That(Found(), Is.EqualTo(new[]
        {
            "task.json:1:21: 'executionRoleArn' is still to be filled in: it has FILL-IN.", "task.json:1:83: 'taskRoleArn' is still to be filled in: it has FILL-IN.",
            "task.json:2:61: 'volumes[0].efsVolumeConfiguration.fileSystemId' is still to be filled in: it has FILL-IN.", "task.json:2:122: 'tags[0].value' is still to be filled in: it has FILL-IN.",
        }));
    }

    [Test]
    public void So_is_what_an_environment_file_says_that_lies_here_comments_excepted()
    {
        _folder.Task(Container("app", """, "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/a.env" }, { "type": "s3", "value": "arn:aws:s3:::shop/b.env" }]"""))
            .With("app/local-s3/shop/a.env", "# FILL-IN is for people\nA=1\nHOST=db.FILL-IN\n").With("b.env", "B=FILL-IN-ACCOUNT").With("other.env", "C=FILL-IN");
        _folder.Environment = _folder.Environment with { Downloads = [("s3://shop/b.env", "b.env"), ("s3://shop/other.env", "other.env")] };

        Assert.That(Found(), Is.EqualTo(new[]
        {
            "app/local-s3/shop/a.env:3:1: This line is still to be filled in: it has FILL-IN.",
            "b.env:1:1: This line is still to be filled in: it has FILL-IN-ACCOUNT.",
        }));
    }

    [Test]
    public void So_is_what_an_appspec_says_its_hooks_included()
    {
        _folder.Task(Container("web", """, "portMappings": [{ "containerPort": 80 }]""")).With("appspec.yaml", """
            Resources: # FILL-IN in a comment is for people
              - TargetService:
                  Properties: { TaskDefinition: x, LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }, PlatformVersion: FILL-IN }
            Hooks:
              - BeforeInstall: "arn:aws:lambda:FILL-IN-REGION:111122223333:function:check"
            """);

        Assert.That(Found(), Is.EqualTo(new[]
        {
            "appspec.yaml:3:118: 'Resources[0].TargetService.Properties.PlatformVersion' is still to be filled in: it has FILL-IN.",
            "appspec.yaml:5:20: 'Hooks[0].BeforeInstall' is still to be filled in: it has FILL-IN-REGION.",
        }));
    }

    [TestCase("fill-in")]
    [TestCase("FILLIN")]
    [TestCase("REFILL")]
    public void Other_words_are_not_meant(string value)
    {
        _folder.Task(Container("app", $$""", "environment": [{ "name": "A", "value": "{{value}}" }]"""));

        Assert.That(Found(), Is.Empty);
    }

    private List<string> Found() => [.. _folder.Report().Findings.Where(finding => finding.Rule.Id == "SLP119").Select(finding => $"{finding.Place}: {finding.Message}")];
}
