using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>GetLogEvents and FilterLogEvents. Tokens are places in the order of events, so they stay right while events come and old ones go.</summary>
internal sealed class EventCalls(LogGroups groups, LogStreams streams, TimeProvider time)
{
    private const int MostEvents = 10_000;
    private const int MostStreams = 100;

    public async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(request.GroupOf(), cancellationToken);
        var file = await streams.GetAsync(group.Name, request.StreamName(), cancellationToken);
        var limit = request.Limit(MostEvents, MostEvents);
        var (forward, at) = Token(request);
        var within = Within(request, group);
        var events = (await file.ReadAsync(cancellationToken)).Where(within).ToList();
        List<LogEvent> page = (forward, at) switch
        {
            (true, { } after) => [.. events.Where(entry => entry.Position.IsAfter(after)).Take(limit)],
            (false, { } before) => [.. events.Where(entry => before.IsAfter(entry.Position)).TakeLast(limit)],
            (true, null) => [.. events.Take(limit)],
            (false, null) => [.. events.TakeLast(limit)],
        };
        // At an end the same token comes back: that is how a client knows.
        return new()
        {
            ["events"] = new JsonArray([.. page.Select(View)]),
            ["nextForwardToken"] = $"f/{(page.Count > 0 ? page[^1].Position : at ?? LogPosition.Beginning)}",
            ["nextBackwardToken"] = $"b/{(page.Count > 0 ? page[0].Position : at ?? LogPosition.Beginning)}",
        };
    }

    public async Task<JsonObject> FilterAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(request.GroupOf(), cancellationToken);
        var matches = FilterPattern.Parse(request.Text("filterPattern") ?? "");
        var limit = request.Limit(MostEvents, MostEvents);
        var after = request.Text("nextToken") ?? "";
        var within = Within(request, group);
        var found = new List<(string Id, string Stream, LogEvent Event)>();
        foreach (var file in await SelectAsync(request, group, cancellationToken))
        {
            var number = LogStreams.NumberOf(file.Header.Stream);
            found.AddRange((await file.ReadAsync(cancellationToken)).Where(entry => within(entry) && matches(entry.Message))
                .Select(entry => (entry.IdIn(number), file.Header.Stream, entry)));
        }

        var rest = found.Where(entry => string.CompareOrdinal(entry.Id, after) > 0).OrderBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        var answer = new JsonObject
        {
            ["events"] = new JsonArray([.. rest.Take(limit).Select(entry => View(entry.Id, entry.Stream, entry.Event))]),
            ["searchedLogStreams"] = new JsonArray(),
        };
        if (rest.Count > limit)
            answer["nextToken"] = rest[limit - 1].Id;
        return answer;
    }

    private async Task<IEnumerable<LogFile>> SelectAsync(JsonObject request, LogGroup group, CancellationToken cancellationToken)
    {
        var (names, prefix) = (request.Texts("logStreamNames"), request.Text("logStreamNamePrefix"));
        if (names.Count > 0 && prefix is not null)
            throw LogErrors.Invalid("LogStreamNamePrefix and LogStreamNames are mutually exclusive parameters.");
        if (names.Count > MostStreams)
            throw LogErrors.Constraint($"{names.Count} names", "logStreamNames", $"Member must have length less than or equal to {MostStreams}");
        var files = await streams.ListAsync(group.Name, cancellationToken);
        if (names.Any(name => files.All(file => file.Header.Stream != name)))
            throw LogErrors.NoStream();
        return files.Where(file => (names.Count == 0 || names.Contains(file.Header.Stream))
            && (prefix is null || file.Header.Stream.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>From <c>startTime</c> on and before <c>endTime</c>, as far as the group keeps its events.</summary>
    private Func<LogEvent, bool> Within(JsonObject request, LogGroup group)
    {
        var (start, end) = (request.Milliseconds("startTime") ?? 0, request.Milliseconds("endTime") ?? long.MaxValue);
        if (group.RetentionInDays is { } days)
            start = Math.Max(start, (time.GetUtcNow() - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds());
        return entry => entry.Timestamp >= start && entry.Timestamp < end;
    }

    private static (bool Forward, LogPosition? At) Token(JsonObject request)
    {
        if (request.Text("nextToken") is not { } token)
            return (request.Flag("startFromHead") == true, null);
        return token.Length > 2 && token[..2] is "f/" or "b/" && LogPosition.Parse(token[2..]) is { } position
            ? (token[0] == 'f', position)
            : throw LogErrors.Invalid("The specified nextToken is invalid.");
    }

    private static JsonObject View(LogEvent entry) =>
        new() { ["timestamp"] = entry.Timestamp, ["message"] = entry.Message, ["ingestionTime"] = entry.IngestionTime };

    private static JsonObject View(string id, string stream, LogEvent entry)
    {
        var view = View(entry);
        view.Insert(0, "logStreamName", stream);
        view["eventId"] = id;
        return view;
    }
}
