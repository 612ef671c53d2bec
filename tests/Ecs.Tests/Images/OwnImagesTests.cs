using Slipway.Aws;
using Slipway.Ecs.Images;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Images;

public sealed class OwnImagesTests
{
    private const string Registry = "111122223333.dkr.ecr.eu-west-2.amazonaws.com";

    /// <summary>A policy names the environment's repositories: a question for any other is refused as a whole.</summary>
    [Test]
    public async Task Only_what_may_be_the_accounts_own_is_asked_for()
    {
        using var fake = new FakeAws().On("DescribeRepositories", AwsAnswer.Ok($"{{'repositories':[{{'repositoryName':'shop.app','repositoryUri':'{Registry}/shop.app'}}]}}"));
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        string[] images = [$"{Registry}/shop.app:1", "127.0.0.1:5000/shop/worker:1", "public.ecr.aws/team/metrics:1", "quay.io/team/agent", "redis:7"];

        var own = await OwnImages.FindAsync(clients.Ecr, images.Select(RegistryImage.Parse), CancellationToken.None);

        Assert.That(fake.DocumentsTo("DescribeRepositories").Single()["repositoryNames"]!.AsArray().Select(name => (string)name!), Is.EqualTo(new[] { "shop.app", "shop/worker" }));
        Assert.That(own.Select(image => image.Repository), Is.EqualTo(new[] { $"{Registry}/shop.app" }));
    }
}
