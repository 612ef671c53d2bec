
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class SuggestionTests
{
    private static readonly string[] Names = ["repository", "tags", "container", "task", "env", "--env", "--build-number"];

    [TestCase("repositry", "repository", Description = "a letter left out")]
    [TestCase("reposittory", "repository", Description = "a letter too many")]
    [TestCase("ripository", "repository", Description = "a wrong letter")]
    [TestCase("reopsitory", "repository", Description = "two letters swapped")]
    [TestCase("REPOSITORY", "repository", Description = "another case")]
    [TestCase("tag", "tags", Description = "the first of equally near ones")]
    [TestCase("evn", "env")]
    [TestCase("--evn", "--env")]
    [TestCase("--environment", "--env", Description = "a longer form of the only name that begins it")]
    [TestCase("--build", "--build-number", Description = "the only name that it begins")]
    [TestCase("contain", "container")]
    [TestCase("registry", null, Description = "more than a third is wrong")]
    [TestCase("x", null)]
    [TestCase("", null)]
    public void The_nearest_name_is_suggested_when_it_is_near(string word, string? expected)
    {
        var suggestion = Suggestion.For(word, Names);

        Assert.That(suggestion, Is.EqualTo(expected));
    }

    [Test]
    public void A_very_long_word_is_no_misspelt_name()
    {
        var suggestion = Suggestion.For(new string('a', 100_000), [new string('a', 99_999)]);

        Assert.That(suggestion, Is.Null);
    }
}
