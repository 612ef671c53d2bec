using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>PutLogEvents: what is too old or too new is not taken, and the answer says which.</summary>
internal sealed class Ingestion(LogGroups groups, LogStreams streams, TimeProvider time)
{
    private const int MostEvents = 10_000;
    private const int MostBytes = 1_048_576;
    private const int BytesBesideMessage = 26;

    private static readonly TimeSpan Oldest = TimeSpan.FromDays(14);
    private static readonly TimeSpan Newest = TimeSpan.FromHours(2);

    public async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(request.GroupName(), cancellationToken);
        var file = await streams.GetAsync(group.Name, request.StreamName(), cancellationToken);
        var now = time.GetUtcNow();
        var events = request.Objects("logEvents").Select(entry => Read(entry, now)).ToList();
        Check(events);
        var expired = group.RetentionInDays is { } days ? Until(now - TimeSpan.FromDays(days)) : 0;
        var tooOld = Until(now - Oldest);
        var tooNew = events.FindIndex(entry => entry.Timestamp > (now + Newest).ToUnixTimeMilliseconds());
        var first = Math.Max(expired, tooOld);
        var taken = events.Take(tooNew < 0 ? events.Count : tooNew).Skip(first).ToList();
        await file.AppendAsync(taken, cancellationToken);
        var answer = new JsonObject { ["nextSequenceToken"] = SequenceToken(file.Facts) };
        if (Rejected(tooNew, tooOld, expired) is { Count: > 0 } rejected)
            answer["rejectedLogEventsInfo"] = rejected;
        return answer;

        int Until(DateTimeOffset limit) => events.Count(entry => entry.Timestamp < limit.ToUnixTimeMilliseconds());
    }

    /// <summary>Tokens are given and not asked for since 2023.</summary>
    public static string SequenceToken(LogFileFacts facts) => facts.NextOrdinal.ToString("D56", CultureInfo.InvariantCulture);

    private static LogEvent Read(JsonObject entry, DateTimeOffset now)
    {
        var timestamp = entry.Milliseconds("timestamp") ?? throw LogErrors.Constraint("null", "logEvents.1.member.timestamp", "Member must not be null");
        var message = entry.Text("message");
        if (string.IsNullOrEmpty(message))
            throw LogErrors.Constraint(message ?? "null", "logEvents.1.member.message", "Member must have length greater than or equal to 1");
        return new(0, timestamp, now.ToUnixTimeMilliseconds(), message);
    }

    private static void Check(List<LogEvent> events)
    {
        if (events.Count is 0 or > MostEvents)
            throw LogErrors.Constraint($"{events.Count} events", "logEvents", $"Member must have length between 1 and {MostEvents}");
        if (events.Zip(events.Skip(1)).Any(pair => pair.First.Timestamp > pair.Second.Timestamp))
            throw LogErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        if (events.Sum(entry => Encoding.UTF8.GetByteCount(entry.Message) + BytesBesideMessage) is > MostBytes and var size)
            throw LogErrors.Invalid($"Upload too large: {size} bytes exceeds limit of {MostBytes}");
    }

    private static JsonObject Rejected(int tooNew, int tooOld, int expired)
    {
        var rejected = new JsonObject();
        if (tooNew >= 0)
            rejected["tooNewLogEventStartIndex"] = tooNew;
        if (tooOld > 0)
            rejected["tooOldLogEventEndIndex"] = tooOld;
        if (expired > 0)
            rejected["expiredLogEventEndIndex"] = expired;
        return rejected;
    }
}
