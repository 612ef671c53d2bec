using System.Globalization;
using Slipway.LocalAws.Logs.Api;

namespace Slipway.LocalAws.Logs.Containers;

/// <summary>
/// What of a container's lines is stored already. The engine is asked again from a little before the last line: two streams of
/// output come one after the other, and what was under way when a process died was not stored.
/// </summary>
public sealed class LogResume
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Source, string Message), int> _stored = [];

    private LogResume(string? since) => Since = since;

    /// <summary>From when on to ask the engine, in seconds since 1970; null: from the beginning.</summary>
    public string? Since { get; }

    public static LogResume After(IEnumerable<LogEvent> events)
    {
        var followed = events.Where(entry => entry.Source is not null).ToList();
        if (followed.Count == 0)
            return new(null);
        var last = followed.Max(entry => entry.Timestamp);
        var since = DateTimeOffset.FromUnixTimeMilliseconds(last) - Overlap;
        var resume = new LogResume(string.Create(CultureInfo.InvariantCulture, $"{since.ToUnixTimeSeconds()}.{since.Millisecond:000}"));
        foreach (var entry in followed.Where(entry => entry.Timestamp >= since.ToUnixTimeMilliseconds() - 1))
            resume._stored[(entry.Source!, entry.Message)] = resume._stored.GetValueOrDefault((entry.Source!, entry.Message)) + 1;
        return resume;
    }

    /// <summary>Whether a line is not stored yet; each line that is counts once.</summary>
    public bool IsNew(LogLine line)
    {
        var key = (line.Source, line.Message);
        if (!_stored.TryGetValue(key, out var count))
            return true;
        if (count == 1)
            _stored.Remove(key);
        else
            _stored[key] = count - 1;
        return false;
    }
}
