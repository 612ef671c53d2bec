
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Operations;

public sealed class CommandContainerTests
{
    private const string Migrating = SettingsText.Smallest + "migrate: { service: app, command: [migrate] }\n";

    [TestCase("web", null, SettingsText.Smallest, ExpectedResult = "web")]
    [TestCase("web app", "app", SettingsText.Smallest, ExpectedResult = "app")]
    [TestCase("web app", null, Migrating, ExpectedResult = "app")]
    public string The_container_is_the_one_asked_for_or_the_only_one_or_the_migrations(string containers, string? asked, string settings) =>
        CommandContainer.Choose(Definition(containers), asked, SettingsText.Parse(settings));

    [TestCase("web app", "ap", SettingsText.Smallest, "--container: the service's task definition has no container 'ap'; did you mean 'app'?")]
    [TestCase("web app", null, SettingsText.Smallest, "The service's task definition has web, app: say which of them runs the command, with --container=NAME.")]
    [TestCase("web queue", null, Migrating, "The service's task definition has web, queue: say which of them runs the command, with --container=NAME.")]
    public void Where_nothing_says_which_the_names_are_told(string containers, string? asked, string settings, string message)
    {
        var failure = Assert.Throws<RunFailedException>(() => CommandContainer.Choose(Definition(containers), asked, SettingsText.Parse(settings)));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((ExitCodes.Configuration, message)));
    }

    private static TaskDefinitionDocument Definition(string containers)
    {
        var definitions = string.Join(',', containers.Split(' ').Select(name => $"{{'name':'{name}'}}"));
        return TaskDefinitionDocument.Parse($"{{'family':'shop','containerDefinitions':[{definitions}]}}".Replace('\'', '"'), "shop.json");
    }
}
