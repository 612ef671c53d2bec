using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

public sealed class ExistingFileTests
{
    private const string Compose = "services: { web: { build: ., ports: [\"80:80\"] } }";

    [Test]
    public async Task A_file_that_exists_is_left_and_the_others_are_written()
    {
        using var folder = new ApplicationFolder(Compose);
        folder.Write("slipway.yml", "mine");

        await folder.InitAsync();

        Assert.That(folder.Read("slipway.yml"), Is.EqualTo("mine"));
        Assert.That(folder.Files, Does.Contain("taskdefs/local-taskdef.json"));
        Assert.That(folder.Said, Has.One.EqualTo("Left slipway.yml as it is, which differs from what would be written; --force replaces it and keeps the old one beside it."));
    }

    [Test]
    public async Task With_force_each_old_file_is_kept_beside_the_new_one()
    {
        using var folder = new ApplicationFolder(Compose);
        folder.Write("slipway.yml", "mine");
        folder.Write("slipway.yml.orig", "older");

        await folder.InitAsync(force: true);

        Assert.That(folder.Read("slipway.yml"), Does.StartWith("# How shop gets"));
        Assert.That((folder.Read("slipway.yml.orig"), folder.Read("slipway.yml.orig2")), Is.EqualTo(("older", "mine")));
        Assert.That(folder.Said, Has.One.EqualTo("Wrote slipway.yml; what it was is in slipway.yml.orig2."));
    }

    [Test]
    public async Task A_second_time_changes_nothing()
    {
        using var folder = new ApplicationFolder(Compose);
        await folder.InitAsync();
        var files = folder.Files;

        await folder.InitAsync(force: true);

        Assert.That(folder.Files, Is.EqualTo(files));
        Assert.That(folder.Said, Has.One.EqualTo("slipway.yml is there already, the same."));
    }

    /// <summary>Else the secrets of the rehearsal would be committed by the first git add.</summary>
    [TestCase(".env", ".env\n/.slipway/\n/artifacts/\n/test-results/\n")]
    [TestCase("/artifacts/\r\n.env\r\n", "/artifacts/\r\n.env\r\n/.slipway/\n/test-results/\n")]
    public async Task What_runs_leave_is_added_to_what_git_ignores_already(string before, string after)
    {
        using var folder = new ApplicationFolder(Compose);
        folder.Write(".gitignore", before);

        await folder.InitAsync();
        await folder.InitAsync();

        Assert.That(folder.Read(".gitignore"), Is.EqualTo(after));
        Assert.That(folder.Files, Has.None.EqualTo(".gitignore.orig"));
    }

    [Test]
    public async Task An_application_that_fits_no_task_definition_is_refused_and_nothing_is_written()
    {
        using var folder = new ApplicationFolder($"services: {{ {string.Join(", ", Enumerable.Range(1, 11).Select(number => $"s{number}: {{ build: . }}"))} }}");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.StartWith("compose.yaml cannot become a task definition, so nothing was written:\ntaskdefs/local-taskdef.json, taskdefs/staging-taskdef.json, taskdefs/production-taskdef.json: a task definition has 10 containers at most, and there are 11 services"));
        Assert.That(folder.Files, Is.Empty);
    }
}
