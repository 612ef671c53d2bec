namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>
/// A signal in the middle of each task of the line up to the artifacts. What makes a task long enough is real: a big object, a slow
/// step, a database that is not there.
/// </summary>
[TestFixture]
internal sealed class InterruptedTaskTests : InterruptedRuns
{
    private const string Redis = "app/docker/redis/Dockerfile";

    /// <summary>A command that takes long and can be told from any other on the machine.</summary>
    private readonly int _seconds = Random.Shared.Next(100_000, 1_000_000);

    [Test]
    public async Task DownloadSecrets()
    {
        await UploadAsync("large", megabytes: 400);
        Copy.Replace("slipway.yml", "secrets:\n", "secrets:\n  - { from: \"s3://tutorbloc-app/large\", to: large.bin }\n");

        await TerminateAsync("DownloadSecrets", "DownloadSecrets", Moment.Until(Downloads));

        await Copy.AwsAsync("s3api", "delete-object", "--bucket", "tutorbloc-app", "--key", "large");

        bool Downloads() => Directory.EnumerateFiles(Copy.Workspace.Root, ".large.bin.*").Any(file => new FileInfo(file).Length > 0);
    }

    [Test]
    public async Task ComposeUp_while_it_builds()
    {
        Append(Redis, $"USER root\nRUN sleep {_seconds}");

        await TerminateAsync("ComposeUp, build", "ComposeUp", Moment.Running($"sleep {_seconds}"));

        Assert.That(Processes.Running($"sleep {_seconds}"), Is.Empty, "the engine has ended the step of the build");
    }

    [Test]
    public async Task ComposeUp_at_the_first_thing_that_Compose_makes()
    {
        await TerminateAsync("ComposeUp, up, network", "ComposeUp", Moment.Network(Copy));
    }

    [Test]
    public async Task ComposeUp_while_it_waits_for_health()
    {
        Copy.Replace("docker-compose.yml", "[CMD, redis-cli, ping]", "[CMD, \"false\"]");

        await TerminateAsync("ComposeUp, up, health", "ComposeUp", Moment.Container(Copy, "redis"));
    }

    [Test]
    public async Task WaitForDb()
    {
        Copy.Replace("slipway.yml", "service: mysql-db-test, timeout", "service: mysql-db-test, port: 1, timeout");

        await TerminateAsync("WaitForDb", "WaitForDb", Moment.Started("/dev/tcp/127.0.0.1/1 "));
    }

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    public async Task Migrate(string signal, int exitCode)
    {
        Skip("WaitForDb");
        Copy.Replace("slipway.yml", "[php, artisan, migrate, \"--database=mysql_test\", \"--force\"]", $"[sleep, \"{_seconds}\"]");

        await InterruptAsync($"Migrate, SIG{signal}", "Migrate", Moment.Running($"sleep {_seconds}"), running => running.Signal(signal), exitCode);
    }

    [Test]
    public async Task PhpUnit()
    {
        Skip("WaitForDb", "Migrate");
        Copy.Replace("slipway.yml", "[vendor/bin/phpunit]", $"[sleep, \"{_seconds}\"]");

        await TerminateAsync("PhpUnit", "PhpUnit", Moment.Running($"sleep {_seconds}"));
    }

    [Test]
    public async Task TagImages()
    {
        Skip("WaitForDb", "Migrate", "PhpUnit");

        await TerminateAsync("TagImages", "EmitArtifacts", Moment.Task("TagImages"));
    }

    [Test]
    public async Task PushEcr()
    {
        Skip("WaitForDb", "Migrate", "PhpUnit");
        Append(Redis, $"USER root\nRUN head -c 150M /dev/urandom > /{Guid.NewGuid():N}");

        await TerminateAsync("PushEcr", "EmitArtifacts", Moment.Started("docker push"));
    }

    [Test]
    public async Task EmitArtifacts()
    {
        string[] names = ["appspec.yaml", "imageDetail.json", "imagedefinitions.json", "local-taskdef.json"];
        foreach (var name in names.Append("release.json")) Copy.Write($"artifacts/{name}", "of an earlier run");
        Skip("WaitForDb", "Migrate", "PhpUnit");

        await TerminateAsync("EmitArtifacts", "Deploy", Moment.Task("EmitArtifacts"));

        // Written as a whole or not at all; those of the earlier run are gone since the beginning of this one.
        var files = Directory.GetFileSystemEntries(Copy.Workspace.PathOf("artifacts")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.That(files, Is.Empty.Or.EqualTo(names).Or.EqualTo(names.Append("release.json")));
        Assert.That(files.Select(file => File.ReadAllText(Copy.Workspace.PathOf($"artifacts/{file}"))), Has.None.EqualTo("of an earlier run"));
    }

    private void Append(string dockerfile, string instructions) => Copy.Write(dockerfile, $"{File.ReadAllText(Copy.Workspace.PathOf(dockerfile))}\n{instructions}\n");

    private async Task UploadAsync(string key, int megabytes)
    {
        var file = Path.Combine(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}");
        await using (var content = File.Create(file)) content.SetLength(megabytes * 1024L * 1024);
        try
        {
            await Copy.AwsAsync("s3api", "put-object", "--bucket", "tutorbloc-app", "--key", key, "--body", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
