using Slipway.Docker;
using Slipway.Docker.Tests;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration.Reader;
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
            $"There is no Compose file in {folder.Root} (compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml). Go to the folder that has it, name the folder with --working=DIR, or the files with --compose=FILE,FILE.")));
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
    public async Task Services_of_profiles_are_left_out_with_a_word()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . }, debugger: { image: x, profiles: [debug] } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("debugger: left out, since it starts with a profile only."));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Not.Contain("debugger"));
    }

    /// <summary>Compose refuses to read them without their variables, and runs them.</summary>
    [TestCase("services: { web: { build: ., volumes: [\"${DATA_DIR:-data}:/data:rw\"], environment: { COLOUR: blue } } }\nvolumes: { data: {} }")]
    [TestCase("services: { web: { build: ., ulimits: { nofile: \"${NOFILE:-1024}\" }, environment: { COLOUR: blue } } }")]
    [TestCase("services: { web: { build: ., ulimits: { nofile: { soft: \"${SOFT:-20}\", hard: 40 } }, environment: [COLOUR=blue] } }")]
    [TestCase("services: { web: { build: ., tty: \"${TTY:-true}\", mem_limit: \"${MEMORY:-64m}\", environment: { COLOUR: blue } } }")]
    [TestCase("services: { web: { build: ., deploy: { replicas: \"${COUNT:-1}\" }, healthcheck: { test: [CMD, x], retries: \"${RETRIES:-3}\" }, environment: { COLOUR: blue } } }")]
    [TestCase("services: { web: { build: ., volumes: [\"${A:-x}:${B:-/y}:ro\"], environment: { COLOUR: blue } } }\nvolumes: { x: {} }")]
    public async Task What_is_valid_with_its_variables_only_is_read_and_can_be_deployed(string compose)
    {
        using var folder = new ApplicationFolder(compose);

        await folder.InitAsync();

        foreach (var environment in new[] { "local", "staging" })
            Assert.That(TaskDefinitionDocument.Parse(folder.Read($"taskdefs/{environment}-taskdef.json"), environment).Containers[0].Environment["COLOUR"], Is.EqualTo("blue"), environment);
        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "local");
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = folder.Root }), settings, folder.Root, new(folder.Root));
        await model.CheckAsync(CancellationToken.None);
        Assert.That(model.Services, Is.EqualTo(new[] { "web" }));
    }

    [Test]
    public async Task The_override_that_Compose_takes_by_itself_is_taken_with_a_word()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . } }");
        folder.Write("compose.override.yml", "services: { web: { ports: [\"1234:80\"] } }");
        folder.Write("docker-compose.override.yml", "services: { other: { build: . } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("compose.override.yml is laid over compose.yaml, as Compose does it. If it is for development only: --target=Init --compose=compose.yaml --force"));
        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Compose.Files, Is.EqualTo(new[] { "compose.yaml", "compose.override.yml" }));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Contain("1234").And.Not.Contain("other"));
    }

    [Test]
    public async Task Files_are_those_of_the_command_line_then_of_the_settings_then_of_the_variable()
    {
        using var folder = new ApplicationFolder("services: { default: { build: . } }") { ComposeFiles = ["a.yml", "./deploy/b.yml"] };
        foreach (var name in new[] { "a", "deploy/b", "c", "d", "e" }) folder.Write($"{name}.yml", $"services: {{ {name[^1]}: {{ build: . }} }}");
        folder.Write("slipway.yml", "application: shop\ncompose: { files: [c.yml] }\nhalf: written\n");
        folder.Variables["COMPOSE_FILE"] = $"d.yml{Path.PathSeparator}e.yml";

        await folder.InitAsync();
        Assert.That(Containers(folder), Is.EqualTo(new[] { "a", "b" }));

        using var configured = new ApplicationFolder("services: { default: { build: . } }");
        foreach (var name in new[] { "c", "d", "e" }) configured.Write($"{name}.yml", $"services: {{ {name}: {{ build: . }} }}");
        configured.Write("slipway.yml", "application: shop\ncompose: { files: [c.yml] }\nhalf: written\n");
        configured.Variables["COMPOSE_FILE"] = $"d.yml{Path.PathSeparator}e.yml";
        await configured.InitAsync();
        Assert.That(Containers(configured), Is.EqualTo(new[] { "c" }));

        File.Delete(configured.PathOf("slipway.yml"));
        await configured.InitAsync(force: true);
        Assert.That(Containers(configured), Is.EqualTo(new[] { "d", "e" }));

        File.Delete(configured.PathOf("slipway.yml"));
        configured.Variables.Clear();
        configured.Write(".env", "COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=\"e.yml\"\n");
        await configured.InitAsync(force: true);
        Assert.That(Containers(configured), Is.EqualTo(new[] { "e" }));
    }

    [TestCase("../other.yml", "--compose: '../other.yml' is not a plain path inside the repository: no empty part, no '.' and no '..'.")]
    [TestCase("/etc/compose.yml", "--compose: '/etc/compose.yml' is not inside the repository; write a path relative to its root.")]
    public async Task A_file_that_is_elsewhere_is_refused(string file, string message)
    {
        using var folder = new ApplicationFolder("services: { web: { build: . } }") { ComposeFiles = ["compose.yaml", file] };

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, message)));
        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_not_there_is_refused()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . } }");
        folder.Variables["COMPOSE_FILE"] = "prod.yml";

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, $"COMPOSE_FILE: there is no Compose file 'prod.yml' in {folder.Root}. Correct the name; it is relative to that folder.")));
    }

    private static IEnumerable<string> Containers(ApplicationFolder folder) =>
        TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local").Containers.Select(container => container.Name);
}
