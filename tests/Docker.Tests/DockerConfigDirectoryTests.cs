using System.Text.Json.Nodes;

namespace Slipway.Docker.Tests;

public sealed class DockerConfigDirectoryTests
{
    private string _user = "";

    [SetUp]
    public void MakeUserDirectory() => _user = Directory.CreateTempSubdirectory("slipway-user-docker-").FullName;

    [TearDown]
    public void RemoveUserDirectory() => Directory.Delete(_user, recursive: true);

    [Test]
    public void What_a_run_needs_is_carried_over_and_the_credential_store_is_not()
    {
        File.WriteAllText(Path.Combine(_user, "config.json"), """
            {
              "auths": { "registry.test": { "auth": "dXNlcjpwYXNz" }, "in.the.store": {} },
              "credsStore": "desktop",
              "credHelpers": { "a.test": "ecr-login" },
              "currentContext": "colima",
              "cliPluginsExtraDirs": ["/opt/plugins"],
              "proxies": { "default": { "httpProxy": "http://proxy:3128" } },
              "HttpHeaders": { "User-Agent": "x" }
            }
            """);

        using var directory = DockerConfigDirectory.Create(_user);

        var plugins = Path.Combine(_user, "cli-plugins");
        Assert.That(Config(directory).ToJsonString(), Is.EqualTo(
            """{"currentContext":"colima","proxies":{"default":{"httpProxy":"http://proxy:3128"}},"auths":{"registry.test":{"auth":"dXNlcjpwYXNz"}},"""
            + $$"""
            "credHelpers":{"a.test":"ecr-login"},"cliPluginsExtraDirs":["/opt/plugins","{{plugins}}"]}
            """));
    }

    [Test]
    public void A_user_without_a_configuration_gets_an_empty_one_that_finds_plugins_and_builders()
    {
        using var directory = DockerConfigDirectory.Create(_user);

        Assert.Multiple(() =>
        {
            Assert.That(Config(directory).ToJsonString(), Is.EqualTo($$"""{"cliPluginsExtraDirs":["{{Path.Combine(_user, "cli-plugins")}}"]}"""));
            Assert.That(directory.Environment, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["DOCKER_CONFIG"] = directory.DirectoryPath,
                ["BUILDX_CONFIG"] = Path.Combine(_user, "buildx"),
            }));
        });
    }

    [Test]
    public void Contexts_come_along_with_their_certificates()
    {
        Directory.CreateDirectory(Path.Combine(_user, "contexts", "meta", "abc"));
        File.WriteAllText(Path.Combine(_user, "contexts", "meta", "abc", "meta.json"), "{}");

        using var directory = DockerConfigDirectory.Create(_user);

        Assert.That(File.Exists(Path.Combine(directory.DirectoryPath, "contexts", "meta", "abc", "meta.json")), Is.True);
    }

    [Test]
    public void Nobody_else_can_read_it_and_it_is_gone_on_dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no Unix file modes; its temporary folder is the user's own.");
            return;
        }

        var directory = DockerConfigDirectory.Create(_user);

        var modes = (File.GetUnixFileMode(directory.DirectoryPath), File.GetUnixFileMode(Path.Combine(directory.DirectoryPath, "config.json")));
        directory.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(modes.Item1, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(modes.Item2, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(Directory.Exists(directory.DirectoryPath), Is.False);
        });
    }

    [Test]
    public async Task What_a_killed_process_left_goes_when_the_next_one_makes_its_own()
    {
        using var ended = System.Diagnostics.Process.Start("true");
        await ended.WaitForExitAsync();
        var left = Directory.CreateTempSubdirectory($"slipway-docker-{Environment.MachineName}-{ended.Id}-").FullName;
        var alive = Directory.CreateTempSubdirectory($"slipway-docker-{Environment.MachineName}-{Environment.ProcessId}-").FullName;

        using var directory = DockerConfigDirectory.Create(_user);

        var found = (Directory.Exists(left), Directory.Exists(alive));
        Directory.Delete(alive);
        Assert.That(found, Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_login_takes_the_registry_from_a_helper_that_could_not_store_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_user, "config.json"), """{ "credHelpers": { "a.test": "ecr-login", "b.test": "ecr-login" } }""");
        using var directory = DockerConfigDirectory.Create(_user);
        using var docker = new FakeDocker("cat > /dev/null; echo $DOCKER_CONFIG > \"$HERE/config\"");

        await docker.Cli(new() { Config = directory }).LoginAsync("a.test", "AWS", "x", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(Config(directory)["credHelpers"]!.ToJsonString(), Is.EqualTo("""{"b.test":"ecr-login"}"""));
            Assert.That(docker.Read("config").Trim(), Is.EqualTo(directory.DirectoryPath));
        });
    }

    [Test]
    public void A_configuration_that_is_not_json_is_named_and_nothing_is_left_behind()
    {
        var file = Path.Combine(_user, "config.json");
        File.WriteAllText(file, "{ not json");

        Assert.That(
            () => DockerConfigDirectory.Create(_user),
            Throws.InvalidOperationException.With.Message.Match($"^'{file}' is not JSON .* Correct it, or remove it\\.$"));
    }

    private static JsonObject Config(DockerConfigDirectory directory) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(directory.DirectoryPath, "config.json")))!.AsObject();
}
