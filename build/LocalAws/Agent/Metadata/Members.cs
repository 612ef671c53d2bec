using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>Members of the documents: what has no value is left out. Times are in UTC with as many decimals of the second as it takes.</summary>
internal static class Members
{
    public static void AddTime(this JsonObject document, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            document[name] = known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    public static void AddUnlessEmpty(this JsonObject document, string name, JsonArray? items)
    {
        if (items is { Count: > 0 })
            document[name] = items;
    }

    /// <summary>The engine writes the year 1 for "never".</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
