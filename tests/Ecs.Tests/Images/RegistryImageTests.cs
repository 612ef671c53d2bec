using Slipway.Ecs.Images;

namespace Slipway.Ecs.Tests.Images;

public sealed class RegistryImageTests
{
    [TestCase("nginx", "nginx", null, null, null, "nginx")]
    [TestCase("library/redis:7", "library/redis", "7", null, null, "library/redis")]
    [TestCase("127.0.0.1:5000/shop/app", "127.0.0.1:5000/shop/app", null, null, "127.0.0.1:5000", "shop/app")]
    [TestCase("localhost/app:1", "localhost/app", "1", null, "localhost", "app")]
    [TestCase("1.dkr.ecr.eu-west-2.amazonaws.com/shop.app:staging@sha256:00", "1.dkr.ecr.eu-west-2.amazonaws.com/shop.app", "staging", "sha256:00", "1.dkr.ecr.eu-west-2.amazonaws.com", "shop.app")]
    [TestCase("127.0.0.1:5000/app@sha256:00", "127.0.0.1:5000/app", null, "sha256:00", "127.0.0.1:5000", "app")]
    public void An_image_is_taken_apart(string image, string repository, string? tag, string? digest, string? host, string name)
    {
        var parsed = RegistryImage.Parse(image);

        Assert.That(parsed, Is.EqualTo(new RegistryImage(repository, tag, digest)));
        Assert.That((parsed.Host, parsed.Name), Is.EqualTo((host, name)));
    }
}
