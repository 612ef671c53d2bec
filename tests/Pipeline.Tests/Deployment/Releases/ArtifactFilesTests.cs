using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

public sealed class ArtifactFilesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly Release Release = new(
        "shop", "staging", "42", "c0ffee", "main",
        [
            new("app", "app", "registry/shop.app", ["staging", "staging-42"], Digest),
            new("redis", "redis", "registry/redis", ["staging"], Digest),
        ]);

    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("slipway-artifacts-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_container_with_the_placeholder_of_a_service_gets_its_image_as_well()
    {
        var task = TaskDefinitionDocument.Parse("""{"containerDefinitions":[{"name":"app","image":"<IMAGE1_NAME>"},{"name":"worker","image":"<APP>"}]}""", "t.json");

        var rendered = Release.In(task);

        Assert.That(rendered.Containers.Select(container => container.Image), Is.EqualTo(new[] { $"registry/shop.app@{Digest}", $"registry/shop.app@{Digest}" }));
    }

    [Test]
    public async Task Each_container_that_runs_an_image_of_the_release_has_a_definition_of_it_and_no_other()
    {
        var source = Source("""{"containerDefinitions":[{"name":"worker","image":"<APP>"},{"name":"agent","image":"agent:1"},{"name":"app","image":"old"}]}""");

        await new ArtifactFiles(_directory).WriteAsync(Release, [source with { Appspec = Appspec.For("app", 80) }], CancellationToken.None);

        Assert.That(await File.ReadAllTextAsync(Path.Combine(_directory, "imagedefinitions.json")), Is.EqualTo(
            $$"""
            [
              {
                "name": "worker",
                "imageUri": "registry/shop.app@{{Digest}}"
              },
              {
                "name": "app",
                "imageUri": "registry/shop.app@{{Digest}}"
              }
            ]

            """));
    }

    [Test]
    public async Task An_earlier_release_is_not_left_standing_when_writing_is_cancelled_and_nothing_is_half_written()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "release.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_directory, "staging-taskdef.json"), "{}");

        Assert.That(async () => await new ArtifactFiles(_directory).WriteAsync(Release, [Source()], new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Names(), Is.EqualTo(new[] { "staging-taskdef.json" }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_directory, "staging-taskdef.json")), Is.EqualTo("{}"));
    }

    [Test]
    public async Task What_earlier_runs_wrote_is_removed_and_nothing_else()
    {
        var artifacts = new ArtifactFiles(_directory);
        var everything = Source() with { Appspec = Appspec.For("app", 80), ImageSpec = true, Beanstalk = new("app", 80, []) };
        var written = await artifacts.WriteAsync(Release, [everything], CancellationToken.None);
        await artifacts.WriteAsync(Release with { Environment = "production" }, [everything], CancellationToken.None);
        foreach (var name in written.Names) await File.WriteAllTextAsync(Path.Combine(_directory, $".{name}.next"), "of a run that was killed");
        await File.WriteAllTextAsync(Path.Combine(_directory, "notes.txt"), "the user's");
        await File.WriteAllTextAsync(Path.Combine(_directory, ".notes.next"), "the user's");

        artifacts.Clear();
        new ArtifactFiles(Path.Combine(_directory, "not-there")).Clear();

        Assert.That(written.Names, Is.EqualTo(new[]
        {
            "appspec.yaml", "staging-taskdef.json", "imagedefinitions.json", "imagespec.json", "imageDetail.json", "Dockerrun.aws.json", "staging-beanstalk.zip", "release.json",
        }));
        Assert.That(Names(), Is.EquivalentTo(new[] { "notes.txt", ".notes.next" }));
    }

    [Test]
    public async Task The_folders_of_services_are_removed_too_and_a_folder_of_the_users_own_is_not()
    {
        var artifacts = new ArtifactFiles(_directory);
        var written = await artifacts.WriteAsync(Release, [Source() with { Service = "web" }, Source() with { Service = "worker" }], CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_directory, "worker", "notes.txt"), "the user's");
        Directory.CreateDirectory(Path.Combine(_directory, "mine"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "mine", "staging-taskdef.json"), "the user's");

        artifacts.Clear();

        Assert.That(written.Names, Is.EqualTo(new[]
        {
            "web/staging-taskdef.json", "web/imagedefinitions.json", "web/imageDetail.json", "worker/staging-taskdef.json", "worker/imagedefinitions.json", "worker/imageDetail.json", "release.json",
        }));
        Assert.That(Directory.GetFileSystemEntries(_directory, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_directory, path).Replace('\\', '/')), Is.EquivalentTo(new[]
        {
            "mine", "mine/staging-taskdef.json", "worker", "worker/notes.txt",
        }));
    }

    [Test]
    public async Task A_release_of_some_services_leaves_none_of_the_others_earlier_files()
    {
        var source = Source("""{"containerDefinitions":[{"name":"app","image":"old"}]}""");
        var files = new ArtifactFiles(_directory);
        await files.WriteAsync(Release, [source with { Service = "web" }, source with { Service = "worker" }], CancellationToken.None);

        await files.WriteAsync(Release, [source with { Service = "web" }], CancellationToken.None);

        Assert.That(Directory.GetDirectories(_directory).Select(Path.GetFileName), Is.EqualTo(new[] { "web" }));
        Assert.That(File.Exists(files.TaskDefinitionPath("staging", "web")));
    }

    [Test]
    public async Task What_is_written_as_a_release_is_read_as_the_same()
    {
        var artifacts = new ArtifactFiles(_directory);
        await artifacts.WriteAsync(Release, [Source()], CancellationToken.None);

        var read = await artifacts.ReadReleaseAsync(CancellationToken.None);

        Assert.That((read! with { Images = [] }, read.Images.Select(image => (image.Service, image.Reference))), Is.EqualTo((Release with { Images = [] }, Release.Images.Select(image => (image.Service, image.Reference)))).UsingPropertiesComparer());
    }

    [Test]
    public async Task Image_definitions_that_CodePipeline_would_refuse_are_not_written()
    {
        var containers = Enumerable.Range(0, 600).Select(number => $"container{number:000}").ToList();
        var release = Release with { Images = [.. containers.Select(name => new ReleasedImage(name, name, $"registry/{new string('r', 60)}", [], Digest))] };
        var task = $$"""{"family":"shop","containerDefinitions":[{{string.Join(',', containers.Select(name => $$"""{"name":"{{name}}"}"""))}}]}""";

        Assert.That(await RefusalAsync(release, Source(task) with { ImageSpec = true }), Is.EqualTo(
            "imagedefinitions.json would have 118203 bytes, and CodePipeline takes 102400 at most. It has an entry for each image of the release that a container runs: take containers out of the task definition, or shorten the names of repositories.\n"
            + "imagespec.json would have 118203 bytes, and CodePipeline takes 102400 at most. It has an entry for each image of the release that a container runs: take containers out of the task definition, or shorten the names of repositories.\n"
            + "staging-taskdef.json would have 105642 bytes without white space, and ECS takes 65536 at most. Move what is long out of it: variables to a file in S3 ('environmentFiles'), scripts and configuration into the image."));
        Assert.That(Names(), Is.Empty);
    }

    [TestCase(65536)]
    [TestCase(65537)]
    public async Task A_task_definition_counts_without_its_white_space(int size)
    {
        var task = $$"""{"family":"shop","containerDefinitions":[{"name":"app","image":"registry/shop.app@{{Digest}}","hostname":""}]}""";
        task = task.Replace("\"hostname\":\"\"", $"\"hostname\":\"{new string('h', size - task.Length)}\"", StringComparison.Ordinal);
        var source = Source(task.Replace(",", ",          ", StringComparison.Ordinal));

        if (size > 65536)
        {
            Assert.That(await RefusalAsync(Release, source), Does.StartWith($"staging-taskdef.json would have {size} bytes without white space, and ECS takes 65536 at most. "));
            return;
        }

        var written = await new ArtifactFiles(_directory).WriteAsync(Release, [source], CancellationToken.None);

        Assert.That(Names(), Is.EquivalentTo(written.Names));
    }

    [TestCase(DeployStrategy.BlueGreen)]
    [TestCase(DeployStrategy.ArtifactsOnly)]
    public async Task An_artifact_that_CodeDeploy_may_find_too_large_is_written_with_a_warning(DeployStrategy strategy)
    {
        var written = await new ArtifactFiles(_directory).WriteAsync(Release, [WithLargeBundle(strategy)], CancellationToken.None);

        var total = Directory.GetFiles(_directory).Sum(file => new FileInfo(file).Length);
        var bundle = new FileInfo(Path.Combine(_directory, "staging-beanstalk.zip")).Length;
        Assert.That(written.Warnings, Is.EqualTo(new[]
        {
            $"The files have {total} bytes together, and CodePipeline's action for CodeDeploy and ECS may refuse an input artifact of more than 3145728. "
                + $"The largest is staging-beanstalk.zip with {bundle} bytes: give it an artifact of its own ('secondary-artifacts' in the buildspec).",
        }));
    }

    [TestCase(DeployStrategy.Rolling)]
    [TestCase(DeployStrategy.EcsBlueGreen)]
    public async Task Where_CodeDeploy_has_no_part_its_limit_is_not_spoken_of(DeployStrategy strategy)
    {
        var written = await new ArtifactFiles(_directory).WriteAsync(Release, [WithLargeBundle(strategy)], CancellationToken.None);

        Assert.That(written.Warnings, Is.Empty);
    }

    [Test]
    public async Task A_bundle_for_an_image_that_the_release_lacks_is_refused()
    {
        Assert.That(await RefusalAsync(Release, Source() with { Beanstalk = new("web", 80, []) }), Is.EqualTo(
            "The release has no image of service 'web', which 'artifacts.elasticBeanstalk.image' names; it has app, redis. Push it, or name another one."));
        Assert.That(Names(), Is.Empty);
    }

    [Test]
    public async Task The_same_files_make_the_same_bundle_in_whatever_order_they_are_found()
    {
        BundledFile[] files = [new(".ebextensions/b.config", "b"u8.ToArray(), IsExecutable: false), new(".ebextensions/B/a.sh", "a"u8.ToArray(), IsExecutable: true)];

        var first = await BundleAsync(files);
        var second = await BundleAsync([files[1], files[0]]);

        Assert.That(second, Is.EqualTo(first));
    }

    private static ArtifactSource WithLargeBundle(DeployStrategy strategy)
    {
        var noise = new byte[4_000_000];
        new Random(1).NextBytes(noise);
        return Source() with { Strategy = strategy, Beanstalk = new("app", 80, [new(".ebextensions/noise", noise, IsExecutable: false)]) };
    }

    private static ArtifactSource Source(string task = """{"family":"shop","containerDefinitions":[{"name":"app","image":"old"}]}""") =>
        new(DeployStrategy.Rolling, TaskDefinitionDocument.Parse(task, "t.json"), Appspec: null, ImageSpec: false, Beanstalk: null);

    private async Task<byte[]> BundleAsync(IReadOnlyList<BundledFile> files)
    {
        await new ArtifactFiles(_directory).WriteAsync(Release, [Source() with { Beanstalk = new("app", 80, files) }], CancellationToken.None);
        return await File.ReadAllBytesAsync(Path.Combine(_directory, "staging-beanstalk.zip"));
    }

    private async Task<string> RefusalAsync(Release release, ArtifactSource source)
    {
        var refused = await Assert.ThrowsAsync<RunFailedException>(() => new ArtifactFiles(_directory).WriteAsync(release, [source], CancellationToken.None));
        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        return refused.Message;
    }

    private IEnumerable<string?> Names() => Directory.GetFiles(_directory).Select(Path.GetFileName);
}
