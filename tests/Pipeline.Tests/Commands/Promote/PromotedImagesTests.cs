using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Slipway.Docker.Registry;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Commands.Promote;

public sealed class PromotedImagesTests
{
    private const string Manifest = """{ "schemaVersion": 2, "config": { "digest": "sha256:c0", "size": 2 }, "layers": [] }""";
    private static readonly string Digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Manifest)))}";
    private static readonly Settings Settings = LockSettings.Of("tags: [\"{env}\", \"{env}-{build}\", \"{commit}\"]\npull: { maps: { repository: maps, tag: \"{env}\" } }");

    [Test]
    public async Task A_built_image_gets_the_environments_tags_and_one_of_someone_else_keeps_its_own()
    {
        using var registry = new TaggingRegistry();

        var promoted = await PromoteAsync(registry, Release("app", "maps"), "registry.example/");

        Assert.That(promoted.Select(image => $"{image.Service} {image.Reference} {string.Join(',', image.Tags)}"), Is.EqualTo(new[]
        {
            $"app registry.example/shop.app@{Digest} staging,staging-7,c0ffee", $"maps registry.example/maps@{Digest} ",
        }));
        Assert.That(registry.Written.Order(StringComparer.Ordinal), Is.EqualTo(new[] { "shop.app:c0ffee", "shop.app:staging", "shop.app:staging-7" }));
    }

    [Test]
    public async Task What_is_copied_elsewhere_has_a_tag_there()
    {
        using var registry = new TaggingRegistry();

        var promoted = await PromoteAsync(registry, Release("app", "maps"), "other.example/");

        Assert.That(promoted.Select(image => $"{image.Service} {image.Reference} {string.Join(',', image.Tags)}"), Is.EqualTo(new[]
        {
            $"app other.example/shop.app@{Digest} staging,staging-7,c0ffee", $"maps other.example/maps@{Digest} staging-7",
        }));
        Assert.That(registry.Written, Does.Contain($"maps:{Digest}").And.Contain("maps:staging-7").And.No.Contain("maps:staging"));
    }

    [Test]
    public async Task An_image_of_several_containers_is_tagged_once_and_has_the_same_digest_in_all_of_them()
    {
        using var registry = new TaggingRegistry();
        const string Task = """
            { "containerDefinitions": [{ "name": "app", "image": "app" }, { "name": "worker", "image": "app" }, { "name": "cron", "image": "<APP>" }, { "name": "cache", "image": "redis:7" }] }
            """;
        var release = Release("app") with { Images = [.. Release("app").Images, Release("app").Images[0] with { Container = "worker" }, Release("app").Images[0] with { Container = "not-there" }] };

        var promoted = await PromoteAsync(registry, release, "registry.example/", Task);

        Assert.That(promoted.Select(image => $"{image.Service} {image.Container} {image.Digest}"), Is.EqualTo(new[] { $"app app {Digest}", $"app worker {Digest}", $"app cron {Digest}" }));
        Assert.That(registry.Written.Order(StringComparer.Ordinal), Is.EqualTo(new[] { "shop.app:c0ffee", "shop.app:staging", "shop.app:staging-7" }));
    }

    [Test]
    public async Task An_image_that_the_release_has_not_is_named_with_its_place()
    {
        using var registry = new TaggingRegistry();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => PromoteAsync(registry, Release("app"), "registry.example/"));

        Assert.That(failed!.ExitCode, Is.EqualTo(3));
        Assert.That(failed.Message, Does.EndWith(
            ": container 'maps' wants the image of service 'maps', and build 7 of environment 'qa' has app. Deploy a build that has it there, or correct 'images'."));
        Assert.That(registry.Written, Is.Empty);
    }

    [Test]
    public async Task A_tag_that_cannot_move_and_would_have_to_is_refused_before_anything_is_tagged()
    {
        using var registry = new TaggingRegistry { Elsewhere = "staging" };

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => PromoteAsync(registry, Release("app", "maps"), "registry.example/", "staging", "c0ffee"));

        Assert.That(failed!.ExitCode, Is.EqualTo(3));
        Assert.That(failed.Message, Is.EqualTo(
            $"Nothing was promoted:\nregistry.example/shop.app:staging cannot move, since the repository's tags are immutable: it is {TaggingRegistry.Other}, and build 7 has {Digest}. "
            + "Leave the tag out of 'tags', or exclude it in the repository's settings."));
        Assert.That(registry.Written, Is.Empty);
    }

    private static Release Release(params string[] services) => new(
        "shop", "qa", "7", "c0ffee", null, [.. services.Select(service => new ReleasedImage(service, service, $"registry.example/{(service == "app" ? "shop.app" : service)}", [], Digest))]);

    private static Task<IReadOnlyList<ReleasedImage>> PromoteAsync(TaggingRegistry registry, Release release, string host, params string[] fixedTags) =>
        PromoteAsync(registry, release, host, """{ "containerDefinitions": [{ "name": "app", "image": "app" }, { "name": "maps", "image": "maps" }] }""", fixedTags);

    private static async Task<IReadOnlyList<ReleasedImage>> PromoteAsync(TaggingRegistry registry, Release release, string host, string taskDefinition, string[]? fixedTags = null)
    {
        var task = TaskDefinitionDocument.Parse(taskDefinition, "task.json");
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), registry, TimeProvider.System);
        var images = new PromotedImages(
            client, Settings, PlaceholderValues.For(Settings, new("7", "c0ffee", null)), name => host + name, (_, tag) => fixedTags?.Contains(tag) == true, new LockRig.RecordedLog());
        return await images.PromoteAsync(release, [task], CancellationToken.None);
    }

    /// <summary>Has one image under every name at registry.example, what is put at other.example, and every blob.</summary>
    private sealed class TaggingRegistry : HttpMessageHandler
    {
        private readonly ConcurrentQueue<string> _written = [];

        public const string Other = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

        /// <summary>A tag that is another image's, or null.</summary>
        public string? Elsewhere { get; init; }

        /// <summary>Repository and tag, or digest, of the manifests that were put.</summary>
        public IReadOnlyList<string> Written => [.. _written];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var path = request.RequestUri!.AbsolutePath.Split('/');
            var (repository, kind, reference) = (path[2], path[3], path[^1]);
            if (kind == "blobs") return new(HttpStatusCode.OK);
            if (request.Method == HttpMethod.Put)
            {
                _written.Enqueue($"{repository}:{reference}");
                return new(HttpStatusCode.Created);
            }

            if (request.Method == HttpMethod.Head && reference == Elsewhere) return new(HttpStatusCode.OK) { Headers = { { "Docker-Content-Digest", Other } } };
            if (request.Method == HttpMethod.Head || request.RequestUri.Host != "registry.example") return new(HttpStatusCode.NotFound);
            return new(HttpStatusCode.OK) { Content = new StringContent(Manifest) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.docker.distribution.manifest.v2+json") } } };
        }
    }
}
