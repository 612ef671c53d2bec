using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Logs;

/// <summary>
/// Amazon CloudWatch Logs, read. A group or stream that does not exist is told in the answer, and is no error: a container that never
/// wrote has no stream. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
/// </summary>
public sealed class LogsClient
{
    /// <summary>What GetLogEvents gives in one call.</summary>
    private const int MostEvents = 10_000;

    private readonly AwsJsonClient _json;

    internal LogsClient(AwsJsonClient json) => _json = json;

    /// <summary>Events of one stream, in the order of their time.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="startFromHead">The first ones; else the last ones.</param>
    public Task<LogLookup> GetLogEventsAsync(string group, string stream, int limit, bool startFromHead, CancellationToken cancellationToken) =>
        FindAsync(() => GetAsync(group, stream, limit, startFromHead, cancellationToken));

    /// <summary>What a stream has behind a place in it, oldest first: each event once for who comes back with the token that he was given.</summary>
    /// <param name="token">From the answer before; null begins with the oldest event.</param>
    public async Task<LogPage> ReadOnAsync(string group, string stream, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await PageAsync(new() { ["logGroupName"] = group, ["logStreamName"] = stream, ["startFromHead"] = true }, MostEvents, token, "nextForwardToken", cancellationToken);
        }
        catch (AwsException exception) when (exception.Kind == AwsFailure.NotFound)
        {
            return new([], token, exception.AwsMessage);
        }
    }

    /// <summary>Events of all of a group's streams, or of some, in the order of their time; all pages of them.</summary>
    public Task<LogLookup> FilterLogEventsAsync(string group, LogFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FindAsync(async () => await Pages.ReadAsync(
            _json, "FilterLogEvents", filter.ToJson(group), "events", static node => Read(node, node.RequiredText("logStreamName")), cancellationToken)
            .OrderBy(static found => found.Timestamp).ToListAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<LogEvent>> GetAsync(string group, string stream, int limit, bool startFromHead, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["logGroupName"] = group, ["logStreamName"] = stream, ["startFromHead"] = startFromHead };
        var found = new List<LogEvent>();
        // A page may be empty though more events follow; the end is where the same token comes back.
        for (string? token = null, last = null; found.Count < limit; last = token)
        {
            (var page, token, _) = await PageAsync(request, Math.Min(limit - found.Count, MostEvents), token, startFromHead ? "nextForwardToken" : "nextBackwardToken", cancellationToken);
            found.InsertRange(startFromHead ? found.Count : 0, page);
            if (string.IsNullOrEmpty(token) || token == last) break;
        }

        return found;
    }

    private Task<LogPage> PageAsync(JsonObject request, int limit, string? token, string next, CancellationToken cancellationToken)
    {
        request["limit"] = limit;
        if (token is not null) request["nextToken"] = token;
        return _json.InvokeAsync(
            "GetLogEvents",
            request,
            answer => new LogPage([.. answer.Objects("events").Select(node => Read(node, (string)request["logStreamName"]!))], answer.OptionalText(next), null),
            cancellationToken);
    }

    private static async Task<LogLookup> FindAsync(Func<Task<IReadOnlyList<LogEvent>>> find)
    {
        try
        {
            return new(await find(), null);
        }
        catch (AwsException exception) when (exception.Kind == AwsFailure.NotFound)
        {
            return new([], exception.AwsMessage);
        }
    }

    private static LogEvent Read(JsonNode node, string stream) => new(
        Time(node, "timestamp") ?? throw new FormatException("a log event has no 'timestamp'."),
        node.OptionalText("message") ?? "",
        stream,
        node.OptionalText("eventId"));

    /// <summary>This API counts milliseconds, where the others count seconds.</summary>
    private static DateTimeOffset? Time(JsonNode node, string member) =>
        node[member] is JsonValue value && value.TryGetValue<long>(out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
