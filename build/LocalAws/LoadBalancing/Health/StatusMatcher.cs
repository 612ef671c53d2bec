using System.Globalization;
using System.Net;

namespace Slipway.LocalAws.LoadBalancing.Health;

/// <summary>The HTTP statuses that mean health: <c>200</c>, <c>200-299</c>, <c>200,301</c>.</summary>
public sealed class StatusMatcher
{
    private const int Lowest = 200;
    private const int Highest = 499;

    private readonly List<(int From, int To)> _ranges = [];

    private StatusMatcher()
    {
    }

    /// <returns>Null when the text is no matcher.</returns>
    public static StatusMatcher? TryParse(string text)
    {
        var matcher = new StatusMatcher();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryRead(ends[0], out var from) || !TryRead(ends[^1], out var to) || from > to)
                return null;
            matcher._ranges.Add((from, to));
        }

        return matcher;
    }

    public bool Matches(HttpStatusCode code) => _ranges.Exists(range => (int)code >= range.From && (int)code <= range.To);

    private static bool TryRead(string text, out int code) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= Lowest and <= Highest;
}
