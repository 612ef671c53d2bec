
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

public sealed class RecordedReleaseTests
{
    private const string Whole =
        """
        { "application": "shop", "environment": "staging", "build": "7", "commit": "c0ffee",
          "images": [{ "service": "app", "container": "app", "repository": "registry.example/shop.app", "tags": ["staging"], "digest": "sha256:0a" }],
          "promotedFrom": { "environment": "qa", "taskDefinition": "arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7" } }
        """;

    private string _root = "";

    [SetUp]
    public void MakeFolder() => _root = Directory.CreateTempSubdirectory("slipway-recorded-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_release_that_was_kept_is_read_with_where_it_was_promoted_from()
    {
        var release = await ReadAsync(Whole);

        Assert.That((release.Environment, release.Build, release.Commit, release.Branch), Is.EqualTo(("staging", "7", "c0ffee", (string?)null)));
        Assert.That(release.Images.Select(image => image.Reference), Is.EqualTo(new[] { "registry.example/shop.app@sha256:0a" }));
        Assert.That(release.PromotedFrom, Is.EqualTo(new PromotionSource("qa", "arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7")));
    }

    [TestCase("{", "--release: 'kept.json' is not a release: ")]
    [TestCase("{}", "--release: 'kept.json' is not a release: ")]
    [TestCase("""{ "application": "other", "environment": "staging", "build": "7", "commit": "c0ffee", "images": [] }""", "--release: 'kept.json' is a release of application 'other', and ")]
    public async Task A_file_that_is_no_release_of_the_application_is_refused(string text, string message)
    {
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ReadAsync(text));

        Assert.That(failed!.ExitCode, Is.EqualTo(2));
        Assert.That(failed.Message, Does.StartWith(message));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named()
    {
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => RecordedRelease.ReadAsync("kept.json", LockSettings.Of(""), new(_root), CancellationToken.None));

        Assert.That(failed!.Message, Is.EqualTo("--release: there is no file 'kept.json'. Name the release.json of a build's artifacts."));
    }

    private async Task<Release> ReadAsync(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "kept.json"), text);
        return await RecordedRelease.ReadAsync("kept.json", LockSettings.Of(""), new(_root), CancellationToken.None);
    }
}
