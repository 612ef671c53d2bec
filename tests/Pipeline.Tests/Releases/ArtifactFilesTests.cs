using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Releases;

namespace Slipway.Pipeline.Tests.Releases;

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
    public async Task Each_file_has_the_release_by_digest_and_images_without_a_container_stay_out_of_the_task()
    {
        var task = TaskDefinitionDocument.Parse("""{"family":"shop","containerDefinitions":[{"name":"app","image":"old"}]}""", "t.json");

        var written = await new ArtifactFiles(_directory).WriteAsync(Release, task, "version: 0.0", CancellationToken.None);

        Assert.That(written, Is.EqualTo(new[] { "appspec.yaml", "staging-taskdef.json", "imagedefinitions.json", "imageDetail.json", "release.json" }));
        Assert.That(Directory.GetFiles(_directory).Select(Path.GetFileName), Is.EquivalentTo(written));
        Assert.That(Read("appspec.yaml"), Is.EqualTo("version: 0.0\n"));
        Assert.That(Read("staging-taskdef.json"), Is.EqualTo($$"""
            {"family":"shop","containerDefinitions":[{"name":"app","image":"registry/shop.app@{{Digest}}"}]}

            """));
        Assert.That(Read("imagedefinitions.json"), Is.EqualTo($$"""
            [
              {
                "name": "app",
                "imageUri": "registry/shop.app@{{Digest}}"
              }
            ]

            """));
        Assert.That(Read("imageDetail.json"), Is.EqualTo($$"""
            {
              "ImageURI": "registry/shop.app@{{Digest}}"
            }

            """));
        Assert.That(Read("release.json"), Is.EqualTo($$"""
            {
              "application": "shop",
              "environment": "staging",
              "build": "42",
              "commit": "c0ffee",
              "branch": "main",
              "images": [
                {
                  "service": "app",
                  "container": "app",
                  "repository": "registry/shop.app",
                  "tags": [
                    "staging",
                    "staging-42"
                  ],
                  "digest": "{{Digest}}"
                },
                {
                  "service": "redis",
                  "container": "redis",
                  "repository": "registry/redis",
                  "tags": [
                    "staging"
                  ],
                  "digest": "{{Digest}}"
                }
              ]
            }

            """));
    }

    [Test]
    public async Task An_earlier_release_is_not_left_standing_when_writing_is_cancelled_and_nothing_is_half_written()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "release.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_directory, "staging-taskdef.json"), "{}");
        var task = TaskDefinitionDocument.Parse("""{"family":"shop","containerDefinitions":[{"name":"app","image":"old"}]}""", "t.json");

        Assert.That(async () => await new ArtifactFiles(_directory).WriteAsync(Release, task, null, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(_directory).Select(Path.GetFileName), Is.EqualTo(new[] { "staging-taskdef.json" }));
        Assert.That(Read("staging-taskdef.json"), Is.EqualTo("{}"));
    }

    [Test]
    public async Task What_earlier_runs_wrote_is_removed_and_nothing_else()
    {
        var artifacts = new ArtifactFiles(_directory);
        var task = TaskDefinitionDocument.Parse("""{"family":"shop","containerDefinitions":[{"name":"app","image":"old"}]}""", "t.json");
        await artifacts.WriteAsync(Release, task, "version: 0.0", CancellationToken.None);
        await artifacts.WriteAsync(Release with { Environment = "production" }, task, "version: 0.0", CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_directory, "notes.txt"), "the user's");

        artifacts.Clear();
        new ArtifactFiles(Path.Combine(_directory, "not-there")).Clear();

        Assert.That(Directory.GetFiles(_directory).Select(Path.GetFileName), Is.EqualTo(new[] { "notes.txt" }));
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_directory, name));
}
