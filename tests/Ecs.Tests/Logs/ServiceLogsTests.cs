using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Logs;

public sealed class ServiceLogsTests
{
    private const string First = "11111111000000000000000000000000";
    private const string Second = "22222222000000000000000000000000";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Lines_of_running_and_stopped_tasks_come_in_the_order_of_their_time_and_those_of_other_services_do_not()
    {
        using var fake = Fake([First], [Second]).On("FilterLogEvents", Events((5, First, "b"), (1, Second, "a"), (2, "33333333000000000000000000000000", "of another service")));

        var (tasks, readings) = await ReadAsync(fake, times: 1);

        Assert.That(tasks, Is.EqualTo(2));
        Assert.That(readings[0].Lines, Is.EqualTo(new[] { Line(1, Second, "a"), Line(5, First, "b") }));
        Assert.That(fake.DocumentsTo("FilterLogEvents").Single().ToJsonString(), Is.EqualTo(
            $$"""{"logGroupName":"/shop","logStreamNamePrefix":"web/app/","startTime":{{Start.ToUnixTimeMilliseconds()}}}"""));
    }

    [Test]
    public async Task No_line_comes_twice_and_none_of_the_same_moment_is_lost()
    {
        using var fake = Fake([First], []).On(
            "FilterLogEvents",
            Events((40_000, First, "a"), (40_000, First, "b")),
            Events((40_000, First, "a"), (40_000, First, "b"), (40_000, First, "c"), (41_000, First, "d")),
            Events((11_000, First, "late"), (40_000, First, "c"), (41_000, First, "d")));

        var (_, readings) = await ReadAsync(fake, times: 3);

        Assert.That(readings.Select(reading => string.Join(' ', reading.Lines.Select(line => line.Message))), Is.EqualTo(new[] { "a b", "c d", "late" }));
        Assert.That(
            fake.DocumentsTo("FilterLogEvents").Select(sent => (long)sent["startTime"]! - Start.ToUnixTimeMilliseconds()),
            Is.EqualTo(new[] { 0L, 10_000, 11_000 }));
    }

    [Test]
    public async Task What_cannot_be_read_is_said_once()
    {
        using var fake = Fake([First], [Second], """{"name":"cron","logConfiguration":{"logDriver":"json-file"}}""")
            .On("FilterLogEvents", AwsAnswer.Refusal("ResourceNotFoundException", "The specified log group does not exist."));

        var (_, readings) = await ReadAsync(fake, times: 2);

        Assert.That(readings.Select(reading => reading.Remarks), Is.EqualTo(new[]
        {
            new[]
            {
                "Container 'cron' has the log driver 'json-file', not 'awslogs': its lines are where that driver sends them, and not in CloudWatch Logs.",
                "Nothing was written to log group '/shop' yet: The specified log group does not exist.",
            },
            [],
        }));
    }

    private static async Task<(int Tasks, List<LogReading> Readings)> ReadAsync(FakeAws fake, int times)
    {
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        var logs = new ServiceLogs(clients.Ecs, clients.LogsIn, "shop", "web", Start);
        var tasks = await logs.FindTasksAsync(default);
        var readings = new List<LogReading>();
        for (var time = 0; time < times; time++) readings.Add(await logs.ReadAsync(default));
        return (tasks, readings);
    }

    /// <summary>A service with these tasks, whose container <c>app</c> writes to CloudWatch Logs.</summary>
    private static FakeAws Fake(string[] running, string[] stopped, params string[] containers)
    {
        const string App = """{"name":"app","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/shop","awslogs-stream-prefix":"web"}}}""";
        return new FakeAws()
            .On("ListTasks", request => AwsAnswer.Ok(new JsonObject
            {
                ["taskArns"] = new JsonArray([.. ((string?)request.Document["desiredStatus"] == "STOPPED" ? stopped : running).Select(id => JsonValue.Create(Arn(id)))]),
            }))
            .On("DescribeTasks", request => AwsAnswer.Ok(new JsonObject
            {
                ["tasks"] = new JsonArray([.. request.Document["tasks"]!.AsArray().Select(arn => new JsonObject { ["taskArn"] = (string)arn!, ["taskDefinitionArn"] = "shop:1" })]),
            }))
            .On("DescribeTaskDefinition", AwsAnswer.Ok($$$"""{"taskDefinition":{"taskDefinitionArn":"shop:1","containerDefinitions":[{{{string.Join(',', containers.Prepend(App))}}}]}}"""));
    }

    private static AwsAnswer Events(params (int Milliseconds, string Task, string Message)[] events) => AwsAnswer.Ok(new JsonObject
    {
        ["events"] = new JsonArray([.. events.Select(entry => new JsonObject
        {
            ["logStreamName"] = $"web/app/{entry.Task}",
            ["timestamp"] = Start.ToUnixTimeMilliseconds() + entry.Milliseconds,
            ["message"] = entry.Message,
            ["eventId"] = entry.Message,
        })]),
    });

    private static LogLine Line(int milliseconds, string task, string message) => new(Start.AddMilliseconds(milliseconds), task, "app", message);

    private static string Arn(string id) => $"arn:aws:ecs:eu-west-2:111122223333:task/shop/{id}";
}
