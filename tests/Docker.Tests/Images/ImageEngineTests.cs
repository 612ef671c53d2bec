using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Images;

/// <summary>Images on the real engine: built, tagged, inspected, imported, removed.</summary>
public sealed class ImageEngineTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [OneTimeSetUp]
    public Task MakeReady() => Engine.ReadyAsync();

    [Test]
    public async Task The_engine_tells_its_versions()
    {
        var versions = await Engine.Docker.VersionAsync(None);

        Assert.Multiple(() =>
        {
            Assert.That(versions!.Client, Does.Match(@"^\d+\.\d+"));
            Assert.That(versions.Server, Does.Match(@"^\d+\.\d+"));
        });
    }

    [Test]
    public async Task An_engine_that_does_not_answer_has_no_version()
    {
        var docker = DockerCli.Create(new() { Environment = new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///no/such/socket" } });

        Assert.That(await docker.VersionAsync(None), Is.Null);
    }

    [Test]
    public async Task An_image_is_built_tagged_inspected_and_removed()
    {
        using var context = new TemporaryFolder();
        await File.WriteAllTextAsync(context.PathOf("Dockerfile"), $"FROM {BaseImage.DefaultReference}\nARG GREETING\nLABEL greeting=$GREETING\n");
        var (first, second) = ($"{Engine.NewName("image")}:1", $"{Engine.NewName("image")}:2");
        var lines = new List<string>();

        await Engine.Docker.BuildAsync(
            new()
            {
                Context = context.Folder,
                Tags = [first],
                Labels = Engine.Labels,
                BuildArguments = new Dictionary<string, string> { ["GREETING"] = "two words" },
            },
            lines.Add,
            None);
        await Engine.Docker.TagAsync(first, second, None);
        var image = await Engine.Docker.InspectImageAsync(second, None);
        bool[] removed = [await Engine.Docker.RemoveImageAsync(first, force: false, None), await Engine.Docker.RemoveImageAsync(second, force: false, None)];

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(lines, Is.Not.Empty);
            Assert.That(image!.Id, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That(image.RepoTags, Is.EquivalentTo(new[] { first, second }));
            Assert.That(image.RepoDigests, Is.Empty);
            Assert.That(image.Labels, Is.EquivalentTo(new Dictionary<string, string>(Engine.Labels) { ["greeting"] = "two words" }));
            Assert.That(image.Size, Is.GreaterThan(1_000_000));
            Assert.That(removed, Is.EqualTo(new[] { true, true }));
            Assert.That(await Engine.Docker.InspectImageAsync(second, None), Is.Null);
            Assert.That(await Engine.Docker.RemoveImageAsync(second, force: true, None), Is.False);
        });
    }

    [Test]
    public async Task A_build_that_fails_shows_the_builders_last_lines()
    {
        using var context = new TemporaryFolder();
        await File.WriteAllTextAsync(context.PathOf("Dockerfile"), $"FROM {BaseImage.DefaultReference}\nRUN echo this is why >&2; exit 4\n");

        var exception = await Failure.OfAsync<ToolException>(
            () => Engine.Docker.BuildAsync(new() { Context = context.Folder, Network = "none" }, onLine: null, None));

        Assert.That(exception.Message, Does.Contain("this is why").And.Contain("exit code: 4"));
    }

    [Test]
    public async Task A_base_image_is_imported_from_an_archive()
    {
        var reference = $"{Engine.NewName("base")}:1";

        await new BaseImage(Engine.Docker, new()).ImportAsync(reference, ["sh", "-c", "cd /etc && tar -c hostname"], None);

        var image = await Engine.Docker.InspectImageAsync(reference, None);
        await Engine.Docker.RemoveImageAsync(reference, force: false, None);
        Assert.That(image!.RepoTags, Is.EqualTo(new[] { reference }));
    }

    [Test]
    public async Task A_base_image_whose_archive_breaks_off_never_gets_its_tag()
    {
        var reference = $"{Engine.NewName("base")}:1";

        var exception = await Failure.OfAsync<ToolException>(
            () => new BaseImage(Engine.Docker, new()).ImportAsync(reference, ["sh", "-c", "cd /etc && tar -c hostname; echo no space >&2; exit 6"], None));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(exception.Message, Is.EqualTo(
                "sh: Process returned an error (exit code 6).\n  sh -c cd /etc && tar -c hostname; echo no space >&2; exit 6\n  no space"));
            Assert.That(await Engine.Docker.InspectImageAsync(reference, None), Is.Null);
        });
    }

    [Test]
    public async Task A_base_image_that_is_cancelled_leaves_no_process_and_no_tag()
    {
        using var cancellation = new CancellationTokenSource();
        using var folder = new TemporaryFolder();
        var reference = $"{Engine.NewName("base")}:1";
        var script = $"cd /etc; tar -c hostname | head -c 512; echo $$ > {folder.PathOf("pid.new")}; mv {folder.PathOf("pid.new")} {folder.PathOf("pid")}; sleep 1000";
        var import = new BaseImage(Engine.Docker, new()).ImportAsync(reference, ["sh", "-c", script], cancellation.Token);
        while (!File.Exists(folder.PathOf("pid")))
            await Task.Delay(20);

        await cancellation.CancelAsync();
        await Failure.OfAsync<OperationCanceledException>(() => import);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(Directory.Exists($"/proc/{(await File.ReadAllTextAsync(folder.PathOf("pid"))).Trim()}"), Is.False);
            Assert.That(await Engine.Docker.InspectImageAsync(reference, None), Is.Null);
        });
    }
}
