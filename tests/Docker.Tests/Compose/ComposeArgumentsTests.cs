using Slipway.Docker.Compose;

namespace Slipway.Docker.Tests.Compose;

public sealed class ComposeArgumentsTests
{
    [Test]
    public void Up_with_a_project_name_puts_it_before_the_subcommand()
    {
        var arguments = ComposeArguments.Up(new() { ProjectName = "shop", Detach = true, Wait = true });

        Assert.That(arguments, Is.EqualTo(new[] { "compose", "--project-name", "shop", "up", "--detach", "--wait" }));
    }

    [Test]
    public void Up_with_everything_set_passes_everything()
    {
        var arguments = ComposeArguments.Up(new()
        {
            Detach = true,
            Wait = true,
            WaitTimeout = TimeSpan.FromSeconds(90.5),
            NoBuild = true,
            PullPolicy = "never",
            RemoveOrphans = true,
            ForceRecreate = true,
            Services = ["app", "db"],
        });

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "compose", "up", "--detach", "--wait", "--wait-timeout", "91", "--no-build", "--pull", "never", "--remove-orphans", "--force-recreate", "app", "db",
        }));
    }

    [Test]
    public void The_whole_project_stands_before_the_subcommand()
    {
        var arguments = ComposeArguments.Config(new ComposeSettings
        {
            ProjectName = "shop",
            Files = ["a.yml", "b.yml"],
            ProjectDirectory = "/src",
            Profiles = ["test"],
            EnvFiles = [".env", ".env.ci"],
        });

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "compose", "--project-name", "shop", "--file", "a.yml", "--file", "b.yml", "--project-directory", "/src", "--profile", "test",
            "--env-file", ".env", "--env-file", ".env.ci", "config", "--format", "json",
        }));
    }

    [Test]
    public void Build_asks_for_plain_output() =>
        Assert.That(
            ComposeArguments.Build(new() { Services = ["app"], Pull = true, NoCache = true }),
            Is.EqualTo(new[] { "compose", "--progress", "plain", "build", "--pull", "--no-cache", "app" }));

    [Test]
    public void Exec_has_no_terminal_and_no_values_of_variables()
    {
        var arguments = ComposeArguments.Exec(new()
        {
            ProjectName = "shop",
            Service = "app",
            Command = ["php", "artisan", "migrate", "--force"],
            User = "www-data",
            Workdir = "/srv",
            Environment = new Dictionary<string, string> { ["DB_PASSWORD"] = "planted-secret", ["HOME"] = "/tmp" },
        });

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "compose", "--project-name", "shop", "exec", "-T", "--user", "www-data", "--workdir", "/srv", "--env", "DB_PASSWORD", "--env", "HOME=/tmp",
            "app", "php", "artisan", "migrate", "--force",
        }));
    }

    [Test]
    public void Ps_gives_json() =>
        Assert.That(ComposeArguments.Ps(new() { All = true }), Is.EqualTo(new[] { "compose", "ps", "--format", "json", "--all" }));

    [Test]
    public void Logs_have_no_colours() =>
        Assert.That(
            ComposeArguments.Logs(new() { Tail = 50, NoPrefix = true, Services = ["app"] }),
            Is.EqualTo(new[] { "compose", "logs", "--no-color", "--no-log-prefix", "--tail", "50", "app" }));

    [Test]
    public void Down_with_everything_set_passes_everything() =>
        Assert.That(
            ComposeArguments.Down(new() { Volumes = true, RemoveOrphans = true, StopTimeout = TimeSpan.FromSeconds(5) }),
            Is.EqualTo(new[] { "compose", "down", "--volumes", "--remove-orphans", "--timeout", "5" }));
}
