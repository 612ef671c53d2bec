using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>A service definition beside its task definition and slipway.yml.</summary>
public sealed class ServiceDefinitionLintTests
{
    [Test]
    public void One_that_is_not_there_is_named_where_it_is_configured() =>
        Assert.That(Lint(null, ""), Is.EqualTo(new[] { "slipway.yml:1:191: error SLP100: There is no service definition 'service.json' for environment 'staging'." }));

    [Test]
    public void One_that_agrees_is_clean() => Assert.That(Lint("""{ "serviceName": "s", "enableExecuteCommand": true }""", ""), Is.Empty);

    [TestCase("{", "", "service.json:1:2: error SLP122: This is not a service definition: ")]
    [TestCase("""{ "serviceName": "shop" }""", "", "service.json:1:3: error SLP122: 'serviceName' is 'shop' here, and 's' in slipway.yml.")]
    [TestCase("""{ "tags": [{ "key": "team", "value": "FILL-IN" }] }""", "", "service.json:1:29: error SLP119: 'tags[0].value' is still to be filled in: it has FILL-IN.")]
    [TestCase("""{ "desiredCount": 2 }""", ", desiredCount: 3", "service.json:1:3: error SLP122: 'desiredCount' stands here, and 'desiredCount' at slipway.yml:1:224: remove one of them.")]
    [TestCase("""{ "launchType": "EC2" }""", ", launchType: ec2", "service.json:1:3: error SLP122: 'launchType' stands here, and 'launchType' at slipway.yml:1:224: remove one of them.")]
    public void What_is_wrong_with_one_is_said_at_its_place(string definition, string more, string finding) => Assert.That(Lint(definition, more), Has.Length.EqualTo(1).And.All.StartsWith(finding));

    private static string[] Lint(string? definition, string more)
    {
        using var folder = new LintedFolder();
        var settings = SettingsReader.Parse(
            $"{{ application: shop, region: eu-west-2, images: {{ app: {{ repository: shop.app }} }}, environments: {{ staging: {{ deploy: {{ strategy: rolling, cluster: c, service: s, taskDefinition: task.json, serviceDefinition: service.json{more} }} }} }} }}",
            "slipway.yml", "staging");
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));
        if (definition is not null) folder.With("service.json", definition);
        return folder.Task(Container("app")).Lint();
    }
}
