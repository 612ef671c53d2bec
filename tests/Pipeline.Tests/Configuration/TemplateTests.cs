using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class TemplateTests
{
    private static readonly Place Somewhere = new("slipway.yml", 3, 7);

    private static readonly PlaceholderValues Values =
        new("staging", "eu-west-2", "012345678901", new("42", "0a1b2c3d", "feature/Größe #7."));

    [TestCase("{env}-{build}", "staging-42")]
    [TestCase("{commit}", "0a1b2c3d")]
    [TestCase("{branch}", "feature-Gr-e-7")]
    [TestCase("{region}.{account}_{env}{env}", "eu-west-2.012345678901_stagingstaging")]
    [TestCase("latest", "latest")]
    public void A_tag_takes_values_without_the_characters_that_a_tag_cannot_have(string text, string tag)
    {
        var template = Template.Parse(text, TemplateKind.Tag, Somewhere);

        var rendered = template.Render(Values);

        Assert.That(rendered, Is.EqualTo(tag));
    }

    [TestCase(TemplateKind.Text, "s3://b/{branch}/x", "s3://b/feature/Größe #7./x")]
    [TestCase(TemplateKind.Path, "secrets/{branch}/x", "secrets/feature-Gr-e-7/x")]
    public void A_text_takes_values_as_they_are_and_a_path_takes_none_that_leads_elsewhere(TemplateKind kind, string text, string expected)
    {
        var template = Template.Parse(text, kind, Somewhere);

        var rendered = template.Render(Values);

        Assert.That(rendered, Is.EqualTo(expected));
    }

    [Test]
    public void A_value_that_has_nothing_for_a_path_cannot_lead_out_of_the_repository()
    {
        var template = Template.Parse("taskdefs/{branch}/x.json", TemplateKind.Path, Somewhere);

        var failure = Assert.Throws<ConfigurationException>(() => template.Render(Values with { Build = new("1", "0a1b", "../..") }));

        Assert.That(failure?.Message, Is.EqualTo(
            "slipway.yml:3:7: error SLP010: '{branch}' in 'taskdefs/{branch}/x.json' becomes nothing: '../..' has no letter, digit or '_'"));
    }

    [Test]
    public void A_branch_that_is_not_known_is_told_with_the_place_of_the_template()
    {
        var template = Template.Parse("{env}-{branch}", TemplateKind.Tag, Somewhere);

        var failure = Assert.Throws<ConfigurationException>(() => template.Render(Values with { Build = new("1", "0a1b", null) }));

        Assert.That(failure?.Message, Is.EqualTo(
            "slipway.yml:3:7: error SLP009: '{branch}' in '{env}-{branch}' has no value here: git's head is detached and no CI variable names a branch. Check a branch out, or leave the placeholder out"));
    }

    [Test]
    public void A_tag_that_no_registry_takes_is_told_with_what_it_became()
    {
        var template = Template.Parse("{branch}", TemplateKind.Tag, Somewhere);
        var name = new string('x', 129);

        var failure = Assert.Throws<ConfigurationException>(() => template.Render(Values with { Build = new("1", "0a1b", name) }));

        Assert.That(failure?.Message, Is.EqualTo(
            $"slipway.yml:3:7: error SLP010: '{{branch}}' becomes the tag '{name}', which no registry takes: a tag has 1 to 128 characters and begins with a letter, a digit or '_'"));
    }

    [Test]
    public void A_wrong_text_is_refused_with_all_that_is_wrong()
    {
        var failure = Assert.Throws<ConfigurationException>(() => Template.Parse("{evn} {buidl}", TemplateKind.Tag, Somewhere));

        Assert.That(failure?.Message, Is.EqualTo(
            """
            slipway.yml:3:7: error SLP009: undefined placeholder '{evn}' in '{evn} {buidl}'; did you mean '{env}'?
            slipway.yml:3:7: error SLP009: undefined placeholder '{buidl}' in '{evn} {buidl}'; did you mean '{build}'?
            slipway.yml:3:7: error SLP010: '{evn} {buidl}' is not a tag: ' ' cannot be in one; letters, digits, '_', '.' and '-' can
            """));
    }
}
