using Slipway.Docker.Registry;

namespace Slipway.Docker.Tests.Registry;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase("debian", "docker.io", "library/debian", null, null)]
    [TestCase("debian:bookworm-slim", "docker.io", "library/debian", "bookworm-slim", null)]
    [TestCase("user/app:1", "docker.io", "user/app", "1", null)]
    [TestCase("localhost/app", "localhost", "app", null, null)]
    [TestCase("127.0.0.1:5000/tutorbloc.app:staging-1", "127.0.0.1:5000", "tutorbloc.app", "staging-1", null)]
    [TestCase($"170904582664.dkr.ecr.eu-west-2.amazonaws.com/a/b@{Digest}", "170904582664.dkr.ecr.eu-west-2.amazonaws.com", "a/b", null, Digest)]
    [TestCase($"[::1]:5000/app:1@{Digest}", "[::1]:5000", "app", "1", Digest)]
    public void A_name_is_taken_apart_and_put_together_again(string text, string registry, string repository, string? tag, string? digest)
    {
        var image = ImageReference.Parse(text);

        Assert.Multiple(() =>
        {
            Assert.That(image, Is.EqualTo(new ImageReference(registry, repository, tag, digest)));
            Assert.That(image.ToString(), Is.EqualTo(text));
        });
    }

    [TestCase("docker.io/library/debian:12", "debian:12")]
    [TestCase("docker.io/user/app", "user/app")]
    public void Docker_hubs_long_names_are_written_short(string text, string expected) =>
        Assert.That(ImageReference.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("app", "latest")]
    [TestCase("app:1", "1")]
    [TestCase($"app:1@{Digest}", Digest)]
    public void A_registry_is_asked_for_the_digest_or_else_the_tag(string text, string expected) =>
        Assert.That(ImageReference.Parse(text).Reference, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("Upper/Case")]
    [TestCase("app:")]
    [TestCase(":1")]
    [TestCase("host.test/")]
    [TestCase("app@sha256:12")]
    [TestCase("app@md5:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void What_is_no_image_name_is_refused_by_name(string text) =>
        Assert.That(
            () => ImageReference.Parse(text),
            Throws.TypeOf<FormatException>().With.Message.EqualTo(
                $"'{text}' is not the name of an image. It has the form [registry/]repository[:tag][@sha256:digest], and the repository is in lower case."));
}
