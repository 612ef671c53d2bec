using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Commands.Lint;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>The lines of Lint that GitHub Actions reads. What is escaped is checked against what its own library escapes.</summary>
public sealed class LintAnnotationTests
{
    private static readonly LintRule Rule = new("ECS012", Severity.Error, "Two containers, one name: not both", "Rename one.", "https://example.com");

    private static readonly Dictionary<string, string> Variables = new() { ["GITHUB_ACTIONS"] = "true", ["GITHUB_WORKSPACE"] = "/src/shop" };

    [TestCase(Severity.Error, "error")]
    [TestCase(Severity.Warning, "warning")]
    [TestCase(Severity.Info, "notice")]
    public void A_finding_is_a_command_with_its_place_and_its_rule(Severity severity, string name)
    {
        var annotation = LintAnnotation.Of(new(Rule, severity, "", "'a' is there twice.", new("taskdefs/task.json", 7, 5)), "/src/shop", Variables);

        Assert.That(annotation?.ToString(), Is.EqualTo(
            $"::{name} file=taskdefs/task.json,line=7,col=5,title=ECS012%3A Two containers%2C one name%3A not both::'a' is there twice. Rename one."));
    }

    [Test]
    public void What_would_end_the_line_or_a_property_is_escaped()
    {
        var annotation = LintAnnotation.Of(new(Rule, Severity.Error, "", "50%: no,\r\n::error::not %0A.", new("a,b:c%.yml", 1, 1)), "/src/shop", Variables);

        Assert.That(annotation?.ToString(), Is.EqualTo(
            "::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=ECS012%3A Two containers%2C one name%3A not both::50%25: no,%0D%0A::error::not %250A. Rename one."));
    }

    [Test]
    public void A_file_as_a_whole_has_no_line()
    {
        var annotation = LintAnnotation.Of(new(Rule, Severity.Error, "", "It is missing.", new("appspec.yaml", 0, 0)), "/src/shop", Variables);

        Assert.That(annotation?.ToString(), Does.StartWith("::error file=appspec.yaml,title=ECS012"));
    }

    [TestCase("/src/shop/services/mail", "services/mail/task.json")]
    [TestCase("/src/shop", "task.json")]
    public void The_file_is_named_from_the_root_of_the_repository(string root, string file) =>
        Assert.That(LintAnnotation.Of(new(Rule, Severity.Error, "", "x", new SourcePlace("task.json", 1, 1)), root, Variables)?.File, Is.EqualTo(file));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("false")]
    public void Elsewhere_there_is_none(string? actions)
    {
        var variables = actions is null ? [] : new Dictionary<string, string> { ["GITHUB_ACTIONS"] = actions };

        Assert.That(LintAnnotation.Of(new(Rule, Severity.Error, "", "x", new("task.json", 1, 1)), "/src/shop", variables), Is.Null);
    }
}
