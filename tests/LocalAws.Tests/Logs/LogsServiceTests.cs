using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Logs;

public sealed class LogsServiceTests
{
    [Test]
    public async Task Events_are_read_forward_and_backward_by_tokens()
    {
        await using var server = await StartAsync();
        var start = await PutAsync(server, "s", "a", "b", "c", "d", "e");

        var head = await CallAsync(server, "GetLogEvents", """{"logGroupName": "g", "logStreamName": "s", "startFromHead": true, "limit": 2}""");
        var next = await CallAsync(server, "GetLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "nextToken": "{{head["nextForwardToken"]}}"}""");
        var end = await CallAsync(server, "GetLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "nextToken": "{{next["nextForwardToken"]}}"}""");
        var tail = await CallAsync(server, "GetLogEvents", """{"logGroupName": "g", "logStreamName": "s", "limit": 2}""");
        var before = await CallAsync(server, "GetLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "limit": 2, "nextToken": "{{tail["nextBackwardToken"]}}"}""");
        var between = await CallAsync(server, "GetLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "startTime": {{start + 1}}, "endTime": {{start + 3}}}""");

        Assert.That((Messages(head), Messages(next), Messages(end), Messages(tail), Messages(before), Messages(between)), Is.EqualTo(("a b", "c d e", "", "d e", "b c", "b c")));
        Assert.That((string?)end["nextForwardToken"], Is.EqualTo((string?)next["nextForwardToken"]));
    }

    [Test]
    public async Task An_event_that_comes_after_the_end_was_read_is_behind_the_token()
    {
        await using var server = await StartAsync();
        await PutAsync(server, "s", "a");
        var read = await CallAsync(server, "GetLogEvents", """{"logGroupName": "g", "logStreamName": "s", "startFromHead": true}""");
        await PutAsync(server, "s", "b");

        var next = await CallAsync(server, "GetLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "nextToken": "{{read["nextForwardToken"]}}"}""");

        Assert.That(Messages(next), Is.EqualTo("b"));
    }

    [Test]
    public async Task Events_of_all_streams_are_filtered_in_the_order_of_their_time_and_in_pages()
    {
        await using var server = await StartAsync();
        var start = await PutAsync(server, "s", "ERROR 1", "fine");
        await PutAtAsync(server, "t", start, "ERROR 2", "ERROR 3");

        var first = await CallAsync(server, "FilterLogEvents", """{"logGroupName": "g", "filterPattern": "ERROR", "limit": 2}""");
        var second = await CallAsync(server, "FilterLogEvents", $$"""{"logGroupName": "g", "filterPattern": "ERROR", "limit": 2, "nextToken": "{{first["nextToken"]}}"}""");
        var stream = await CallAsync(server, "FilterLogEvents", """{"logGroupName": "g", "logStreamNames": ["s"]}""");
        var prefix = await CallAsync(server, "FilterLogEvents", """{"logGroupName": "g", "logStreamNamePrefix": "t"}""");

        var all = first["events"]!.AsArray().Concat(second["events"]!.AsArray()).Select(entry => entry!).ToList();
        Assert.That(all.Select(entry => (string)entry["message"]!).Order(), Is.EqualTo(new[] { "ERROR 1", "ERROR 2", "ERROR 3" }));
        Assert.That(all.Select(entry => (long)entry["timestamp"]!), Is.Ordered);
        Assert.That(all.Select(entry => (string)entry["eventId"]!), Is.Unique.And.All.Length.EqualTo(56));
        Assert.That((Messages(stream), Messages(prefix), second["nextToken"] is null), Is.EqualTo(("ERROR 1 fine", "ERROR 2 ERROR 3", true)));
    }

    [Test]
    public async Task Groups_and_streams_are_described_with_what_is_in_them()
    {
        await using var server = await StartAsync();
        var start = await PutAsync(server, "s", "a", "b");
        await CallAsync(server, "PutRetentionPolicy", """{"logGroupName": "g", "retentionInDays": 7}""");

        var group = (await CallAsync(server, "DescribeLogGroups", """{"logGroupNamePrefix": "g"}"""))["logGroups"]!.AsArray().Single()!;
        var streams = (await CallAsync(server, "DescribeLogStreams", """{"logGroupIdentifier": "arn:aws:logs:us-east-1:000000000000:log-group:g:*", "orderBy": "LastEventTime", "descending": true}"""))["logStreams"]!.AsArray();

        Assert.That(
            ($"{group["logGroupName"]} {group["retentionInDays"]} {group["arn"]} {group["logGroupArn"]}"),
            Is.EqualTo("g 7 arn:aws:logs:us-east-1:000000000000:log-group:g:* arn:aws:logs:us-east-1:000000000000:log-group:g"));
        Assert.That(streams.Select(stream => (string)stream!["logStreamName"]!), Is.EqualTo(new[] { "s", "t" }));
        Assert.That(
            ((long)streams[0]!["firstEventTimestamp"]!, (long)streams[0]!["lastEventTimestamp"]!, (string)streams[0]!["arn"]!),
            Is.EqualTo((start, start + 1, "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s")));
    }

    [Test]
    public async Task What_is_too_old_and_too_new_is_not_taken()
    {
        await using var server = await StartAsync();
        var now = DateTimeOffset.UtcNow;
        long[] times = [now.AddDays(-15).ToUnixTimeMilliseconds(), now.AddDays(-8).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), now.AddHours(3).ToUnixTimeMilliseconds()];
        await CallAsync(server, "PutRetentionPolicy", """{"logGroupName": "g", "retentionInDays": 7}""");

        var events = string.Join(',', times.Select(time => $$"""{"timestamp": {{time}}, "message": "{{time}}"}"""));
        var answer = await CallAsync(server, "PutLogEvents", $$"""{"logGroupName": "g", "logStreamName": "s", "logEvents": [{{events}}]}""");
        var read = await CallAsync(server, "GetLogEvents", """{"logGroupName": "g", "logStreamName": "s"}""");

        Assert.That(answer["rejectedLogEventsInfo"]!.ToJsonString(), Is.EqualTo("""{"tooNewLogEventStartIndex":3,"tooOldLogEventEndIndex":1,"expiredLogEventEndIndex":2}"""));
        Assert.That(Messages(read), Is.EqualTo($"{times[2]}"));
    }

    [Test]
    public async Task Tags_are_set_by_the_name_and_by_the_ARN_of_a_group()
    {
        await using var server = await StartAsync();
        await CallAsync(server, "TagLogGroup", """{"logGroupName": "g", "tags": {"a": "1", "b": "2"}}""");
        await CallAsync(server, "TagResource", """{"resourceArn": "arn:aws:logs:us-east-1:000000000000:log-group:g", "tags": {"b": "3"}}""");
        await CallAsync(server, "UntagLogGroup", """{"logGroupName": "g", "tags": ["a"]}""");

        var tags = await CallAsync(server, "ListTagsForResource", """{"resourceArn": "arn:aws:logs:us-east-1:000000000000:log-group:g:*"}""");

        Assert.That(tags.ToJsonString(), Is.EqualTo("""{"tags":{"b":"3"}}"""));
    }

    [Test]
    public async Task A_deleted_group_takes_its_streams_with_it()
    {
        await using var server = await StartAsync();
        await PutAsync(server, "s", "a");
        await CallAsync(server, "DeleteLogGroup", """{"logGroupName": "g"}""");
        await CallAsync(server, "CreateLogGroup", """{"logGroupName": "g"}""");

        var streams = await CallAsync(server, "DescribeLogStreams", """{"logGroupName": "g"}""");

        Assert.That(streams.ToJsonString(), Is.EqualTo("""{"logStreams":[]}"""));
    }

    [TestCase("CreateLogGroup", """{"logGroupName": "g"}""", "400 ResourceAlreadyExistsException: The specified log group already exists")]
    [TestCase("CreateLogGroup", """{"logGroupName": "a b"}""", @"400 InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+")]
    [TestCase("CreateLogStream", """{"logGroupName": "g", "logStreamName": "s"}""", "400 ResourceAlreadyExistsException: The specified log stream already exists")]
    [TestCase("CreateLogStream", """{"logGroupName": "none", "logStreamName": "s"}""", "400 ResourceNotFoundException: The specified log group does not exist.")]
    [TestCase("GetLogEvents", """{"logGroupName": "g", "logStreamName": "none"}""", "400 ResourceNotFoundException: The specified log stream does not exist.")]
    [TestCase("GetLogEvents", """{"logGroupName": "g", "logStreamName": "s", "nextToken": "x"}""", "400 InvalidParameterException: The specified nextToken is invalid.")]
    [TestCase("PutLogEvents", """{"logGroupName": "g", "logStreamName": "s", "logEvents": [{"timestamp": 2, "message": "b"}, {"timestamp": 1, "message": "a"}]}""", "400 InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.")]
    [TestCase("PutRetentionPolicy", """{"logGroupName": "g", "retentionInDays": 2}""", "400 InvalidParameterException: 1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]")]
    [TestCase("StartQuery", "{}", "400 UnknownOperationException: LocalAws does not emulate CloudWatch Logs StartQuery; run this against AWS, or leave it out with --env=local.")]
    public async Task A_call_is_refused_in_the_words_of_CloudWatch_Logs(string operation, string request, string message)
    {
        await using var server = await StartAsync();

        var refused = await server.Client.RefusedAsync($"Logs_20140328.{operation}", request);

        Assert.That(refused, Is.EqualTo(message));
    }

    private static async Task<LocalAwsServer> StartAsync()
    {
        var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "CreateLogGroup", """{"logGroupName": "g"}""");
        await CallAsync(server, "CreateLogStream", """{"logGroupName": "g", "logStreamName": "s"}""");
        await CallAsync(server, "CreateLogStream", """{"logGroupName": "g", "logStreamName": "t"}""");
        return server;
    }

    private static Task<JsonObject> CallAsync(LocalAwsServer server, string operation, string request) => server.Client.SucceedAsync($"Logs_20140328.{operation}", request);

    /// <summary>Puts messages a millisecond apart; gives the time of the first.</summary>
    private static Task<long> PutAsync(LocalAwsServer server, string stream, params string[] messages) =>
        PutAtAsync(server, stream, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), messages);

    private static async Task<long> PutAtAsync(LocalAwsServer server, string stream, long start, params string[] messages)
    {
        var events = new JsonArray([.. messages.Select((message, index) => new JsonObject { ["timestamp"] = start + index, ["message"] = message })]);
        await CallAsync(server, "PutLogEvents", $$"""{"logGroupName": "g", "logStreamName": "{{stream}}", "logEvents": {{events.ToJsonString()}}}""");
        return start;
    }

    private static string Messages(JsonObject answer) => string.Join(' ', answer["events"]!.AsArray().Select(entry => (string)entry!["message"]!));
}
