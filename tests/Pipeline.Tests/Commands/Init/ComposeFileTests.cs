using Slipway.Docker.Tests;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>What is said about Compose files that cannot be read.</summary>
public sealed class ComposeFileTests
{
    private const string Remedy = "Init has Compose read the Compose file; install Docker with the Compose plugin (https://docs.docker.com/compose/install/). No engine has to run.";

    [Test]
    public async Task A_folder_without_a_Compose_file_is_the_wrong_folder()
    {
        using var folder = new ApplicationFolder("");
        File.Delete(folder.PathOf("compose.yaml"));

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Configuration,
            $"There is no Compose file in {folder.Root} (compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml). Go to the folder that has it, or name the folder with --working=DIR.")));
    }

    [Test]
    public async Task What_Compose_says_of_an_invalid_file_is_repeated()
    {
        using var folder = new ApplicationFolder("services: { web: { imagge: nginx } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.StartWith("compose.yaml is not valid; Compose says:\n").And.Contains("imagge"));
        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public async Task A_file_of_variables_that_is_missing_is_named()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., env_file: missing.env } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.StartWith("compose.yaml cannot be read; Compose says:\n").And.Contains("missing.env"));
    }

    [Test]
    public async Task Without_the_plugin_of_Compose_a_prerequisite_is_missing()
    {
        using var folder = new ApplicationFolder("services: { web: { image: nginx } }");
        using var docker = new FakeDocker("echo \"docker: 'compose' is not a docker command.\" >&2; exit 1");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(docker: docker.Cli()));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Prerequisite, $"The plugin 'docker compose' is missing. {Remedy}")));
    }

    [Test]
    public async Task Files_for_development_and_services_of_profiles_are_left_out_with_a_word()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . }, debugger: { image: x, profiles: [debug] } }");
        folder.Write("compose.override.yaml", "services: { web: { ports: [\"1234:80\"] } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("debugger: left out, since it starts with a profile only."));
        Assert.That(folder.Said, Has.One.EqualTo("compose.override.yaml is not used: it is for development. Add it to 'compose.files' if the tests need it."));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Not.Contain("1234").And.Not.Contain("debugger"));
    }
}
