using Slipway.Aws.Logs;

namespace Slipway.Ecs.Logs;

/// <summary>
/// Reads what is new in some streams of a log group, each event once. Streams are filled at different times, so an event may come after one
/// that is younger: the last half minute is read again each time, and what was seen there is known by its id.
/// </summary>
internal sealed class GroupFollower(LogsClient logs, string group, LogFilter streams, DateTimeOffset since)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset _start = since;

    public async Task<LogLookup> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await logs.FilterLogEventsAsync(group, streams with { Start = _start }, cancellationToken);
        var news = found.Events.Where(entry => _seen.TryAdd(entry.Id ?? $"{entry.Stream} {entry.Timestamp:O} {entry.Message}", entry.Timestamp)).ToList();
        if (news.Count == 0) return found with { Events = news };

        var start = news[^1].Timestamp - Late;
        if (start > _start) _start = start;
        foreach (var (id, time) in _seen)
        {
            if (time < _start) _seen.Remove(id);
        }

        return found with { Events = news };
    }
}
