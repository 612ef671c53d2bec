using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>What a release runs once: <c>release.before</c> and <c>release.after</c>, and migrations that are <c>in: cluster</c>.</summary>
public sealed class ReleaseTasksTests
{
    private const string Several =
        """
        application: shop
        region: eu-west-2
        images:
          app: { repository: shop.app }
        migrate: { service: app, command: [migrate], in: cluster, timeout: 2m }
        deploy:
          strategy: rolling
          cluster: main
          services:
            web: { service: shop-web }
            worker: { service: shop-worker }
        release:
          before:
            - { name: index, service: worker, container: app, command: [reindex, --all], timeout: 1h }
          after: { name: warm, service: web, command: [warm] }
        environments:
          local: {}
          staging: { deploy: { services: { worker: null } } }
          production: { deploy: { services: { worker: null } }, release: { before: [] } }

        """;

    [Test]
    public void Migrations_in_the_cluster_are_the_first_of_what_runs_before()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(settings.TasksBefore.Select(Text), Is.EqualTo(new[] { "migrate (migrate) image app: migrate, 120 s", "index (release.before[0]) of worker in app: reindex --all, 3600 s" }));
        Assert.That(settings.TasksAfter.Select(Text), Is.EqualTo(new[] { "warm (release.after) of web: warm, 600 s" }));
    }

    [Test]
    public void Those_of_services_that_are_not_chosen_are_left_alone()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(settings.Of(["web"]).TasksBefore.Concat(settings.Of(["web"]).TasksAfter).Select(task => task.Name), Is.EqualTo(new[] { "migrate", "warm" }));
        Assert.That(settings.Of(settings.Services[1]).TasksBefore.Concat(settings.Of(settings.Services[1]).TasksAfter).Select(task => task.Name), Is.EqualTo(new[] { "migrate", "index" }));
    }

    [Test]
    public void An_environment_without_the_service_of_a_task_has_tasks_of_its_own()
    {
        var mistakes = SettingsText.Mistakes(Several, "staging");

        Assert.That(mistakes, Is.EqualTo("slipway.yml:14:22: error SLP010: environment 'staging' is without service 'worker', whose task definition task 'index' runs: write the environment's own 'release' without the task"));
        Assert.That(SettingsText.Parse(Several, "production").TasksBefore.Select(task => task.Name), Is.EqualTo(new[] { "migrate" }));
    }

    [TestCase("after: { name: warm, command: [a] }", "missing key 'service' in 'release.after' (environment 'local'); there are several services, and it runs the task definition of one of them")]
    [TestCase("after: { name: warm, service: wrker, command: [a] }", "'release.after.service' names 'wrker', which 'deploy.services' does not have; did you mean 'worker'?")]
    [TestCase("after: { name: index, service: web, command: [a] }", "a task before this one is called 'index' already; give each its own name")]
    [TestCase("after: { name: -warm, service: web, command: [a] }", "'-warm' is not a name: letters, digits, '_', '.' and '-', the first a letter or a digit")]
    [TestCase("after: { service: web, command: [a] }", "missing key 'name' in 'release.after' (environment 'local')")]
    [TestCase("after: { name: warm, service: web }", "missing key 'command' in 'release.after' (environment 'local')")]
    public void What_cannot_be_run_is_a_mistake(string line, string message)
    {
        var mistakes = SettingsText.Mistakes(Several.Replace("after: { name: warm, service: web, command: [warm] }", line, StringComparison.Ordinal));

        Assert.That(mistakes, Does.Contain(message));
    }

    [Test]
    public void A_name_has_64_characters_at_most()
    {
        var mistakes = SettingsText.Mistakes(Several.Replace("name: warm", $"name: {new string('w', 65)}", StringComparison.Ordinal));

        Assert.That(mistakes, Does.EndWith("has 65 characters; 64 at most"));
    }

    [TestCase("release: { after: { name: warm, service: web, command: [a] } }", "'release.after.service' chooses one of several 'services', and there is one: remove it")]
    [TestCase("release: { after: { name: warm, command: [a], image: app } }", "unknown key 'image'")]
    public void One_service_is_not_chosen(string line, string message)
    {
        var mistakes = SettingsText.Mistakes(SettingsText.Smallest + line + "\n");

        Assert.That(mistakes, Does.Contain(message));
    }

    [Test]
    public void Where_another_program_deploys_nothing_is_run()
    {
        var mistakes = SettingsText.Mistakes(SettingsText.Smallest.Replace("strategy: rolling", "strategy: artifacts-only", StringComparison.Ordinal) + "release: { after: { name: warm, command: [a] } }\n");

        Assert.That(mistakes, Does.Contain("another program deploys ('artifacts-only'), and tasks of a release are run by the deployment: remove 'release' (environment 'local')"));
    }

    private static string Text(ReleaseTaskSettings task) =>
        $"{task.Name} ({task.Path}){(task.Image is { } image ? $" image {image}" : "")}{(task.Service is { } service ? $" of {service}" : "")}{(task.Container is { } container ? $" in {container}" : "")}: {string.Join(' ', task.Command)}, {task.Timeout.TotalSeconds} s";
}
