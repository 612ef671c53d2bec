using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Linting;

public sealed class TaskDefinitionLinterTests
{
    /// <summary>Set to write what is said now into the golden files, to be read before they are committed.</summary>
    private const string Update = "SLIPWAY_UPDATE_GOLDEN";

    [TestCaseSource(typeof(Documents), nameof(Documents.Bad))]
    public void A_bad_task_definition_is_told_all_that_is_wrong_with_it(string file)
    {
        var golden = Documents.PathOf(Path.ChangeExtension(file, ".txt"));

        var said = string.Concat(Documents.Lint(file).Select(finding => $"{finding}\n    {finding.JsonPath}\n"));

        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 }) File.WriteAllText(golden, said);
        Assert.That(said, Is.EqualTo(File.ReadAllText(golden)));
        Assert.That(said, Does.Contain(Path.GetFileName(file)[..6]));
    }

    [Test]
    public void Every_rule_has_a_bad_file()
    {
        var shown = Documents.Bad.Select(file => Path.GetFileName(file)[..6]).Distinct();

        Assert.That(shown, Is.EqualTo(TaskDefinitionLinter.Rules.Select(rule => rule.Id)));
    }

    [TestCaseSource(typeof(Documents), nameof(Documents.Good))]
    public void A_good_task_definition_has_no_findings(string file) => Assert.That(Documents.Lint(file), Is.Empty);

    [TestCase("local")]
    [TestCase("staging")]
    [TestCase("production")]
    public void The_sample_application_has_no_findings(string environment)
    {
        var file = Path.Combine(Workspace.Repository, "taskdefs", $"{environment}-taskdef.json");

        Assert.That(TaskDefinitionLinter.Lint(JsonSource.Parse(File.ReadAllBytes(file), file), "EC2"), Is.Empty);
    }

    [Test]
    public void Rules_have_ids_of_their_own_and_sentences()
    {
        var rules = TaskDefinitionLinter.Rules;

        Assert.That(rules.Select(rule => rule.Id), Is.Unique.And.All.Match("^ECS[0-9]{3}$"));
        Assert.That(rules.Select(rule => rule.Remedy), Is.All.Match("^[A-Z].*[.]$"));
        Assert.That(rules.Select(rule => rule.Title), Is.All.Match("^[A-Za-z].*[^.]$"));
        Assert.That(rules.Select(rule => rule.Source), Is.All.Not.Empty);
    }

    [Test]
    public void The_launch_type_of_the_deployment_brings_the_rules_of_Fargate()
    {
        var source = JsonSource.Parse(File.ReadAllBytes(Documents.PathOf("Good/smallest.json")), "smallest.json");

        var findings = TaskDefinitionLinter.Lint(source, "FARGATE").Select(finding => $"{finding.Rule.Id} {finding.Message}");

        Assert.That(findings, Is.EqualTo(new[]
        {
            "ECS030 'networkMode' is missing, and Fargate knows 'awsvpc' only.",
            "ECS031 'cpu' of the task is missing, and Fargate needs it.",
            "ECS031 'memory' of the task is missing, and Fargate needs it.",
        }));
    }

    [Test]
    public void A_byte_order_mark_is_no_mistake_and_columns_count_characters()
    {
        var source = JsonSource.Parse([0xEF, 0xBB, 0xBF, .. "{ \"größe\": 1, \"family\": [] }"u8], "t.json");

        var finding = TaskDefinitionLinter.Lint(source, launchType: null).Single(found => found.Rule.Id == "ECS003");

        Assert.That(finding.ToString(), Is.EqualTo("t.json:1:15: error ECS003: 'family' must be a string, and is a list. Write a value of that type."));
    }
}
