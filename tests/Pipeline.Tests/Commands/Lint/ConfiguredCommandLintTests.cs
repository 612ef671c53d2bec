using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>Commands of schedules and of tasks of a release beside the task definition that they run.</summary>
public sealed class ConfiguredCommandLintTests
{
    [TestCase("release: { after: { name: warm, command: [a] } }", "app")]
    [TestCase("release: { after: { name: warm, container: web, command: [a] } }", "app", "web")]
    [TestCase("deploy: { schedules: { nightly: { expression: rate(1 day) } } }", "app", "web")]
    public void One_whose_container_is_known_is_clean(string configuration, params string[] containers) => Assert.That(Lint(configuration, containers), Is.Empty);

    [TestCase("release: { before: [{ name: index, container: ap, command: [a] }] }", "slipway.yml:1:61: error SLP123: Task 'index' runs its command in container 'ap', which the task definition does not have; did you mean 'app'?")]
    [TestCase("release: { after: { name: warm, command: [a] } }", "slipway.yml:1:52: error SLP123: The task definition of task 'warm' has app, web: write which of them runs the command in 'release.after.container'.")]
    [TestCase("deploy: { schedules: { nightly: { command: [a] } } }", "slipway.yml:1:64: error SLP123: The task definition of schedule 'nightly' has app, web: write which of them runs the command in 'deploy.schedules.nightly.container'.")]
    public void What_is_wrong_is_said_at_its_place(string configuration, string finding) => Assert.That(Lint(configuration, "app", "web"), Is.EqualTo(new[] { finding }));

    private static string[] Lint(string configuration, params string[] containers)
    {
        using var folder = new LintedFolder();
        var settings = SettingsReader.Parse(
            $"{{ application: shop, region: eu-west-2, {configuration}, environments: {{ staging: {{ deploy: {{ strategy: rolling, cluster: c, service: s, taskDefinition: task.json }} }} }}, images: {{ app: {{ repository: shop.app }}, web: {{ repository: shop.web }} }} }}", "slipway.yml", "staging");
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));
        return folder.Task([.. containers.Select(name => Container(name))]).Lint();
    }
}
