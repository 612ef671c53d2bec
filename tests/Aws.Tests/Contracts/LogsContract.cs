using System.Text.Json.Nodes;
using Slipway.Aws.Logs;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class LogsContract(AwsServer server) : AwsContract(server)
{
    private const string NoGroup = "The specified log group does not exist.";

    /// <summary>Whole milliseconds, which is what the API keeps.</summary>
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds());

    [Test]
    public async Task The_first_and_the_last_lines_of_a_stream_are_read_in_the_order_of_their_time()
    {
        var group = await GroupAsync(("app", ["a", "b", "c", "d", "e"]));

        var first = await Aws.Logs.GetLogEventsAsync(group, "app", 2, startFromHead: true, default);
        var last = await Aws.Logs.GetLogEventsAsync(group, "app", 2, startFromHead: false, default);
        var all = await Aws.Logs.GetLogEventsAsync(group, "app", 100, startFromHead: false, default);

        Assert.That((Text(first), Text(last), Text(all)), Is.EqualTo(("a b", "d e", "a b c d e")));
        Assert.That(first.Events[1], Is.EqualTo(new LogEvent(Start.AddMilliseconds(1), "b", "app")));
    }

    [Test]
    public async Task The_lines_of_several_streams_come_in_one_order_and_by_name_prefix_time_and_pattern()
    {
        var group = await GroupAsync(("app/1", ["a", "b failed", "c"]), ("app/2", ["d", "e"]), ("web/1", ["f"]));

        var all = await Aws.Logs.FilterLogEventsAsync(group, new(), default);
        var named = await Aws.Logs.FilterLogEventsAsync(group, new() { Streams = ["app/2", "web/1"] }, default);
        var prefixed = await Aws.Logs.FilterLogEventsAsync(group, new() { StreamPrefix = "app/" }, default);
        var late = await Aws.Logs.FilterLogEventsAsync(group, new() { Streams = ["app/1"], Start = Start.AddMilliseconds(1) }, default);
        var matching = await Aws.Logs.FilterLogEventsAsync(group, new() { Pattern = "failed" }, default);

        Assert.That(all.Events.Select(found => found.Timestamp), Is.Ordered);
        Assert.That((all.Events.Count, Sorted(named), Sorted(prefixed), Text(late), Text(matching)), Is.EqualTo((6, "d e f", Deviates(Deviations.UnfilteredLogStreams) ? "a b failed c d e f" : "a b failed c d e", "b failed c", "b failed")));
        Assert.That(all.Events.Select(found => found.Id), Is.Unique.And.All.Not.Null);
    }

    [Test]
    public async Task A_group_or_stream_that_does_not_exist_is_told_and_no_error()
    {
        var group = await GroupAsync(("app", ["a"]));
        var none = "/" + Unique("none");

        var noGroup = await Aws.Logs.GetLogEventsAsync(none, "app", 10, startFromHead: true, default);
        var noStream = await Aws.Logs.GetLogEventsAsync(group, "web", 10, startFromHead: true, default);
        var filtered = await Aws.Logs.FilterLogEventsAsync(none, new(), default);

        var stream = Deviates(Deviations.MissingStreamIsMissingGroup) ? NoGroup : "The specified log stream does not exist.";
        Assert.That(new[] { noGroup, noStream, filtered }.Select(found => (found.Events.Count, found.Missing)), Is.EqualTo(new[] { (0, NoGroup), (0, stream), (0, NoGroup) }));
    }

    [Test]
    public async Task Another_region_is_asked_for_its_own_groups()
    {
        var logs = Aws.LogsIn("us-east-1");

        var found = await logs.FilterLogEventsAsync("/" + Unique("elsewhere"), new(), default);

        Assert.That((found.Events.Count, found.Missing), Is.EqualTo((0, NoGroup)));
    }

    /// <summary>A group with these streams, one event a millisecond in each.</summary>
    private async Task<string> GroupAsync(params (string Stream, string[] Messages)[] streams)
    {
        var group = "/" + Unique("shop");
        var client = Aws.Json(AwsService.Logs);
        await client.InvokeAsync("CreateLogGroup", new() { ["logGroupName"] = group }, default);
        foreach (var (stream, messages) in streams)
        {
            await client.InvokeAsync("CreateLogStream", new() { ["logGroupName"] = group, ["logStreamName"] = stream }, default);
            if (messages.Length == 0) continue;
            var events = messages.Select((message, index) => new JsonObject { ["timestamp"] = Start.ToUnixTimeMilliseconds() + index, ["message"] = message });
            await client.InvokeAsync("PutLogEvents", new() { ["logGroupName"] = group, ["logStreamName"] = stream, ["logEvents"] = new JsonArray([.. events]) }, default);
        }

        return group;
    }

    private static string Text(LogLookup found) => string.Join(' ', found.Events.Select(entry => entry.Message));

    private static string Sorted(LogLookup found) => string.Join(' ', found.Events.Select(entry => entry.Message).Order(StringComparer.Ordinal));
}
