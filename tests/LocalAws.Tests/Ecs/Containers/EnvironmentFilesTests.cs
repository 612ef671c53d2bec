using System.Text;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.S3;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

public sealed class EnvironmentFilesTests
{
    [Test]
    public void Quotes_and_spaces_are_part_of_the_value_and_comments_are_not_variables()
    {
        var variables = EnvironmentFiles.Parse("# comment\nAPP_NAME=\"My shop\"\r\nEMPTY=\nnothing\nURL=http://x/?a=b # not a comment\n  PADDED = x \nAPP_NAME=last");

        Assert.That(variables, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["APP_NAME"] = "last",
            ["URL"] = "http://x/?a=b # not a comment",
            ["  PADDED "] = " x ",
        }));
    }

    [Test]
    public void A_blank_is_part_of_a_name_and_nothing_without_a_name_is_a_variable()
    {
        var variables = EnvironmentFiles.Parse("E_WITH BLANK=x\nexport E_B=2\n E_LEAD=3\n=4\n #E=5\n");

        Assert.That(variables, Is.EquivalentTo(new Dictionary<string, string> { ["E_WITH BLANK"] = "x", ["export E_B"] = "2", [" E_LEAD"] = "3", [" #E"] = "5" }));
    }

    [Test]
    public async Task The_environment_wins_over_files_and_the_first_file_over_the_second()
    {
        var files = new EnvironmentFiles(new Buckets { ["shop/one.env"] = "A=one\nB=one\nC=one", ["shop/two.env"] = "B=two\nD=two" });
        var container = Container("""
            {
              "environment": [{"name": "A", "value": "own"}],
              "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::shop/one.env"}, {"type": "s3", "value": "arn:aws:s3:::shop/two.env"}]
            }
            """);

        var environment = await files.ReadAsync(container, CancellationToken.None);

        Assert.That(environment, Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "own", ["B"] = "one", ["C"] = "one", ["D"] = "two" }));
    }

    [TestCase("arn:aws:s3:::shop/none.env", "NoSuchKey: The specified key does not exist.")]
    [TestCase("s3://shop/one.env", "InvalidParameterException: it is not the ARN of an object in S3.")]
    public void A_file_that_is_not_there_cannot_be_initialized(string arn, string why)
    {
        var files = new EnvironmentFiles(new Buckets());
        var container = Container($$"""{"environmentFiles": [{"type": "s3", "value": "{{arn}}"}]}""");

        Assert.That(
            () => files.ReadAsync(container, CancellationToken.None),
            Throws.TypeOf<TaskRuntimeException>().With.Message.EqualTo($"ResourceInitializationError: failed to download env files: {arn}: {why}"));
    }

    private static ContainerDefinition Container(string json) => new(JsonNode.Parse(json)!.AsObject());

    private sealed class Buckets : Dictionary<string, string>, IBucketStore
    {
        public Task<byte[]> ReadAsync(string bucket, string key, CancellationToken cancellationToken) =>
            TryGetValue($"{bucket}/{key}", out var text)
                ? Task.FromResult(Encoding.UTF8.GetBytes(text))
                : throw new AwsErrorException("NoSuchKey", "The specified key does not exist.", 404);
    }
}
