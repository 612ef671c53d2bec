using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Logs;

public sealed class ContainerLogsTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly JsonObject Task = JsonNode.Parse(
        $$"""{"taskArn":"arn:aws:ecs:eu-west-2:111122223333:task/shop/{{Id}}","containers":[{"name":"app","runtimeId":"{{Id}}-7"}]}""")!.AsObject();

    [Test]
    public async Task The_stream_is_named_by_prefix_container_and_task()
    {
        using var fake = new FakeAws().On("GetLogEvents", AwsAnswer.Ok("{'events':[{'timestamp':1,'message':'a'}],'nextBackwardToken':'b'}"));

        var log = await TailAsync(fake, """{"logDriver":"awslogs","options":{"awslogs-group":"/shop","awslogs-stream-prefix":"web","awslogs-region":"eu-west-1"}}""");

        Assert.That((log.Group, log.Stream, log.WhyNone), Is.EqualTo(("/shop", $"web/app/{Id}", (string?)null)));
        Assert.That(log.Lines.Select(line => (line.Timestamp.ToUnixTimeMilliseconds(), line.Message)), Is.EqualTo(new[] { (1L, "a") }));
        Assert.That(fake.Requests[0].Body, Is.EqualTo($$"""{"logGroupName":"/shop","logStreamName":"web/app/{{Id}}","startFromHead":false,"limit":1}"""));
        Assert.That(fake.Requests[0].Headers["Authorization"], Does.Contain("/eu-west-1/logs/aws4_request"));
    }

    [Test]
    public async Task Without_a_prefix_the_stream_has_the_containers_runtime_id()
    {
        using var fake = new FakeAws().On("GetLogEvents", AwsAnswer.Refusal("ResourceNotFoundException", "The specified log stream does not exist."));

        var log = await TailAsync(fake, """{"logDriver":"awslogs","options":{"awslogs-group":"/shop"}}""");

        Assert.That((log.Stream, log.Lines.Count, log.WhyNone), Is.EqualTo(
            ($"{Id}-7", 0, $"Container 'app' has written nothing to log group '/shop', stream '{Id}-7': The specified log stream does not exist.")));
    }

    [TestCase("""{"logDriver":"json-file"}""", "Container 'app' has the log driver 'json-file', not 'awslogs': its lines are where that driver sends them, and not in CloudWatch Logs.")]
    [TestCase("""{"logDriver":"awslogs","options":{}}""", "Container 'app' has the log driver 'awslogs' without the option 'awslogs-group', so that its lines go nowhere. Name a log group there.")]
    [TestCase("null", "Container 'app' has no 'logConfiguration': its lines stay on the machine that it runs on. Give it the log driver 'awslogs' to see them here.")]
    public async Task A_container_that_does_not_write_to_CloudWatch_says_where_it_writes(string configuration, string expected)
    {
        using var fake = new FakeAws();

        var log = await TailAsync(fake, configuration);

        Assert.That((log.WhyNone, log.Group, fake.Requests.Count), Is.EqualTo((expected, (string?)null, 0)));
    }

    private static async Task<ContainerLog> TailAsync(FakeAws fake, string configuration)
    {
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        var container = new ContainerDefinition(JsonNode.Parse($$"""{"name":"app","logConfiguration":{{configuration}}}""")!.AsObject());
        return await new ContainerLogs(clients.LogsIn).TailAsync(container, Task, 1, default);
    }
}
