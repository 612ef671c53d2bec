using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>What would run in a rehearsal and not on AWS, or the other way round.</summary>
public sealed class RehearsalLintTests
{
    private LintedFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("""
        "host": { "sourcePath": "ROOT/app/src" }
        """)]
    [TestCase("""
        "host": { "sourcePath": "ROOT" }
        """)]
    [TestCase("""
        "dockerVolumeConfiguration": { "driver": "local", "driverOpts": { "type": "none", "o": "bind", "device": "ROOT/app" } }
        """)]
    public void It_runs_the_image_and_not_the_working_copy(string volume)
    {
        Mount(volume, "/srv/app");

        var staging = _folder.Lint();
        _folder.Environment = _folder.Environment with { Name = "local-b" };

        Assert.That(staging, Has.None.Contains("SLP117"));
        Assert.That(Findings(), Is.EqualTo(new[]
        {
            "task.json:5:123: error SLP117: Container 'app' has a part of the working copy at /srv/app: it would run these files, and AWS those of the image.",
            "task.json:6:71: error SLP117: Container 'web' has a part of the working copy at /in: it would run these files, and AWS those of the image.",
        }));
    }

    [TestCase("/srv/shop/src", "/srv/app", "{}")]
    [TestCase("ROOT/db/password", "/run/secrets/password", "{}")]
    [TestCase("ROOT/db/password", "/etc/password", """{ "app": { "secrets": [{ "source": "password", "target": "/etc/password" }] } }""")]
    [TestCase("ROOT/../other", "/srv/app", "{}")]
    public void Data_of_the_machine_and_secrets_are_in_no_image(string source, string place, string services)
    {
        _folder.Environment = _folder.Environment with { Name = "local" };
        Mount($"\"host\": {{ \"sourcePath\": \"{source}\" }}", place, other: "secret");

        Assert.That(Findings(services), Is.Empty);
    }

    [Test]
    public void What_the_line_downloads_for_it_is_a_secret()
    {
        _folder.Environment = _folder.Environment with { Name = "local" };
        _folder.WithSecret("app/.env");
        Mount("\"host\": { \"sourcePath\": \"ROOT/app/.env\" }", "/srv/app/.env", other: "secret");

        Assert.That(Findings(), Is.Empty);
    }

    [TestCase("splunk", "warning SLP120: Container 'app' logs by 'splunk': a rehearsal sends nothing there and keeps the lines for 'docker logs'; whether 'splunk' takes them shows in AWS only.")]
    [TestCase("awsfirelens", "error SLP121: Container 'app' logs by 'awsfirelens': a rehearsal starts no log router, so LocalAws starts no task of it.")]
    [TestCase("awslogs", null)]
    public void A_rehearsal_has_no_other_logs_than_those_of_CloudWatch(string driver, string? finding)
    {
        _folder.Task(
            Container("app", $$""", "logConfiguration": { "logDriver": "{{driver}}", "options": { "awslogs-group": "shop", "awslogs-region": "eu-west-2" } }"""),
            Container("router", driver == "awsfirelens" ? """, "firelensConfiguration": { "type": "fluentbit" }""" : ""));

        var staging = _folder.Lint();
        _folder.Environment = _folder.Environment with { Name = "local" };
        var rehearsal = _folder.Lint();

        Assert.That(staging, Has.None.Contains("SLP12"));
        Assert.That(rehearsal.Where(line => line.Contains("SLP12", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Is.EqualTo(finding is null ? Array.Empty<string>() : [finding]));
    }

    private string[] Findings(string services = "{}") => [.. _folder.Lint(services).Where(line => line.Contains("SLP117", StringComparison.Ordinal))];

    /// <summary>Volume 'sources' in container 'app', and in a tool that no release has; 'web' has the volumes of the tool.</summary>
    /// <param name="volume">What the volume is; <c>ROOT</c> is the working copy.</param>
    /// <param name="other">The volume of the tool.</param>
    private void Mount(string volume, string place, string other = "sources") => _folder.With("task.json", $$"""
        {
          "family": "shop", "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
          "volumes": [{ "name": "sources", {{volume.Replace("ROOT", _folder.Paths.Root, StringComparison.Ordinal)}} }, { "name": "data", "host": { "sourcePath": "/srv/shop" } }, { "name": "secret" }],
          "containerDefinitions": [
            {{Container("app", $$""", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }, { "sourceVolume": "sources", "containerPath": "{{place}}" }]""")}},
            {{Container("tool", $$""", "mountPoints": [{ "sourceVolume": "{{other}}", "containerPath": "/in" }]""")}},
            {{Container("web", """, "volumesFrom": [{ "sourceContainer": "tool" }]""")}}
          ]
        }
        """);
}
