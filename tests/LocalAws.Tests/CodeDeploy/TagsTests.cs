using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

public sealed class TagsTests
{
    private const string Arn = "arn:aws:codedeploy:us-east-1:000000000000:";

    [Test]
    public async Task An_application_has_the_tags_of_its_creation_and_those_that_come_later()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync("CreateApplication", """{"applicationName": "shop", "computePlatform": "ECS", "tags": [{"Key": "of", "Value": "shop"}]}""");
        await CallAsync("TagResource", $$"""{"ResourceArn": "{{Arn}}application:shop", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}""");
        await CallAsync("UntagResource", $$"""{"ResourceArn": "{{Arn}}application:shop", "TagKeys": ["b"]}""");

        var tags = await CallAsync("ListTagsForResource", $$"""{"ResourceArn": "{{Arn}}application:shop"}""");
        var refusals = new[] { "none", $"{Arn}application:none", $"{Arn}deploymentgroup:shop/none", $"{Arn}deploymentconfig:none" }
            .Select(async arn => await server.Client.RefusedAsync("CodeDeploy_20141006.ListTagsForResource", $$"""{"ResourceArn": "{{arn}}"}"""));

        Assert.That(tags, Is.EqualTo("""{"Tags":[{"Key":"a","Value":"1"},{"Key":"of","Value":"shop"}]}"""));
        Assert.That(await Task.WhenAll(refusals), Is.EqualTo(new[]
        {
            "400 InvalidArnException: The specified ARN is not in a valid format.",
            "400 ApplicationDoesNotExistException: No application found for name: none",
            "400 DeploymentGroupDoesNotExistException: No Deployment Group found for name: none",
            $"400 ArnNotSupportedException: The ARN {Arn}deploymentconfig:none is not supported.",
        }));

        async Task<string> CallAsync(string operation, string request) => (await server.Client.SucceedAsync($"CodeDeploy_20141006.{operation}", request)).ToJsonString();
    }
}
