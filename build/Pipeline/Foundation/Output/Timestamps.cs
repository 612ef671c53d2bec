using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Times as they are shown: UTC to the millisecond, always of the same length, so that they sort as text.</summary>
internal static class Timestamps
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [return: NotNullIfNotNull(nameof(time))]
    public static string? Text(DateTimeOffset? time) => time is { } known ? Text(known) : null;

    /// <summary>How long ago, for people: the two largest units would say no more than one.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalSeconds: < 90 } passed => $"{Math.Max(0, passed.TotalSeconds):0} s ago",
        { TotalMinutes: < 90 } passed => $"{passed.TotalMinutes:0} min ago",
        { TotalHours: < 48 } passed => $"{passed.TotalHours:0} h ago",
        var passed => $"{passed.TotalDays:0} days ago",
    };
}
