namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>The commands that migrate and test an application, and the service whose container they run in.</summary>
public sealed class StepDetectionTests
{
    [Test]
    public async Task Commands_that_the_application_has_are_found()
    {
        using var folder = new ApplicationFolder("services: { app: { build: app }, db: { image: mysql }, front: { build: front } }");
        folder.Write("app/artisan", "");
        folder.Write("front/package.json", """{ "scripts": { "test": "jest" } }""");

        await folder.InitAsync();

        Assert.That(folder.Read("slipway.yml"), Does.Contain("\nmigrate: { service: app, command: [php, artisan, migrate, \"--force\"] }   # artisan is there\n"));
        Assert.That(folder.Read("slipway.yml"), Does.Contain("\n# test: { service: front, command: [npm, run, test], report: junit.xml }\n"));
    }

    [TestCase("restart: \"no\"", "depends_on: [setup]")]
    [TestCase("", "depends_on: { setup: { condition: service_completed_successfully } }")]
    public async Task A_service_that_does_its_work_and_ends_runs_no_command(string setup, string web)
    {
        using var folder = new ApplicationFolder($"services: {{ setup: {{ build: ., {setup} }}, web: {{ build: ., {web} }}, db: {{ image: mysql }} }}");
        folder.Write("bin/rails", "");

        await folder.InitAsync();

        Assert.That(folder.Read("slipway.yml"), Does.Contain("\nmigrate: { service: web, command: [bin/rails, \"db:migrate\"] }   # bin/rails is there\n"));
    }

    [Test]
    public async Task Where_all_end_there_is_nothing_to_run_a_command_in()
    {
        using var folder = new ApplicationFolder("services: { setup: { build: ., restart: \"no\" }, db: { image: mysql } }");
        folder.Write("artisan", "");

        await folder.InitAsync();

        Assert.That(folder.Read("slipway.yml"), Does.Contain("\n# migrate: { service: setup, ").And.Not.Contain("\nmigrate:"));
    }
}
