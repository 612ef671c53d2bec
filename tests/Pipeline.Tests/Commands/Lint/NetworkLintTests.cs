using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

public sealed class NetworkLintTests
{
    [Test]
    public void A_network_is_for_tasks_of_mode_awsvpc()
    {
        using var folder = new LintedFolder();
        var settings = SettingsReader.Parse(
            "{ application: shop, region: eu-west-2, images: { app: { repository: shop.app } }, environments: { staging: { deploy: { strategy: rolling, cluster: c, service: s, taskDefinition: task.json, network: { subnets: [subnet-1] } } } } }",
            "slipway.yml", "staging");
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));

        var bridge = folder.Task(Container("app")).Lint();
        var awsvpc = folder.With("task.json", $$"""{ "family": "shop", "networkMode": "awsvpc", "containerDefinitions": [{{Container("app")}}] }""").Lint();

        Assert.That(bridge, Is.EqualTo(new[] { "slipway.yml:1:191: error SLP116: Environment 'staging' has a network, and the tasks of task.json are of network mode bridge." }));
        Assert.That(awsvpc, Is.Empty);
    }
}
