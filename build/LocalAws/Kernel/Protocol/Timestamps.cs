using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Times as JSON 1.1 has them: seconds since 1970, with milliseconds behind the point.</summary>
internal static class Timestamps
{
    public static JsonNode ToTimestamp(this DateTimeOffset time) => JsonValue.Create(time.ToUnixTimeMilliseconds() / 1000m);

    /// <summary>Adds a member when there is a time to put into it.</summary>
    public static void AddTime(this JsonObject answer, string member, DateTimeOffset? time)
    {
        if (time is { } known)
            answer[member] = known.ToTimestamp();
    }
}
