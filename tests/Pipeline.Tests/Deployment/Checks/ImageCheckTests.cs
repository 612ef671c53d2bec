using System.Text.Json.Nodes;
using NSubstitute;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Testing;
using static Slipway.Pipeline.Tests.Deployment.Checks.CheckedRegistry;

namespace Slipway.Pipeline.Tests.Deployment.Checks;

public sealed class ImageCheckTests
{
    private const string Image = $"{Host}/shop.app@{Digest}";

    [TestCase("X86_64", Amd)]
    [TestCase("ARM64", Arm)]
    public async Task Of_an_index_the_tasks_platform_counts(string architecture, string digest)
    {
        using var registry = new CheckedRegistry().Has(TwoPlatforms);

        var images = await CheckAsync(registry, architecture, Image);

        Assert.That(images, Is.EqualTo(new[] { new DeployedImage("c0", Image, "shop.app", digest) }));
        Assert.That(registry.Aws.DocumentsTo("BatchGetImage").Single()["imageIds"]!.ToJsonString(), Is.EqualTo($$"""[{"imageDigest":"{{Digest}}"}]"""));
    }

    [Test]
    public async Task Images_of_other_registries_are_left_alone()
    {
        using var registry = new CheckedRegistry();

        var images = await CheckAsync(registry, "X86_64", "redis:7", "444455556666.dkr.ecr.eu-west-2.amazonaws.com/shop.app:1");

        Assert.That(images, Is.Empty);
        Assert.That(registry.Aws.Requests.Select(request => request.Key), Is.EqualTo(new[] { "GetAuthorizationToken" }));
    }

    [Test]
    public async Task Without_a_platform_any_image_will_do()
    {
        using var registry = new CheckedRegistry().Has("{'config':{'digest':'sha256:2'}}");

        var images = await CheckAsync(registry, architecture: null, Image);

        Assert.That(images.Single().Digest, Is.EqualTo(Digest));
    }

    [Test]
    public async Task All_that_is_missing_or_of_another_platform_is_told_at_once()
    {
        using var registry = new CheckedRegistry();
        registry.Aws.On("BatchGetImage", request => (string?)request.Document["repositoryName"] switch
        {
            "gone" => AwsAnswer.Refusal("RepositoryNotFoundException", "The repository with name 'gone' does not exist"),
            "windows" => AwsAnswer.Ok(new JsonObject
            {
                ["images"] = new JsonArray(new JsonObject { ["imageId"] = new JsonObject(), ["imageManifest"] = """{"manifests":[{"digest":"sha256:3","platform":{"os":"windows","architecture":"amd64"}}]}""" }),
            }),
            _ => AwsAnswer.Ok($"{{'failures':[{{'imageId':{{'imageDigest':'{Digest}'}},'failureCode':'ImageNotFound','failureReason':'Requested image not found'}}]}}"),
        });

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => CheckAsync(registry, "ARM64", Image, $"{Host}/gone:1", $"{Host}/windows:1"));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((ExitCodes.Prerequisite, string.Join(
            '\n',
            $"Container 'c0': the registry has no image {Image} (ImageNotFound: Requested image not found). Push it again (Deploy with what it depends on), or check whether a lifecycle policy of repository 'shop.app' removed it.",
            $"Container 'c1': the registry has no image {Host}/gone:1 (RepositoryNotFoundException: The repository with name 'gone' does not exist). Push it again (Deploy with what it depends on), or check whether a lifecycle policy of repository 'gone' removed it.",
            $"Container 'c2': its task runs on linux/arm64, and {Host}/windows:1 is for windows/amd64. Build it for linux/arm64 ('build.platforms' of the image), or correct 'runtimePlatform' in the task definition."))));
    }

    private static Task<IReadOnlyList<DeployedImage>> CheckAsync(CheckedRegistry registry, string? architecture, params string[] images)
    {
        var containers = string.Join(',', images.Select((image, index) => $"{{'name':'c{index}','image':'{image}'}}"));
        var platform = architecture is null ? "" : $"'runtimePlatform':{{'cpuArchitecture':'{architecture}'}},";
        var definition = TaskDefinitionDocument.Parse($"{{'family':'shop',{platform}'containerDefinitions':[{containers}]}}".Replace('\'', '"'), "shop.json");
        return new ImageCheck(registry.Clients.Ecr, Substitute.For<ILog>()).CheckAsync(definition, onFargate: false, CancellationToken.None);
    }
}
