using System.Globalization;
using System.Text;

namespace Slipway.LocalAws.Logs.Containers;

/// <summary>A line of a container's log, with the engine's time before it.</summary>
/// <param name="Source">The engine's time as it was written, to the nanosecond.</param>
public sealed record LogLine(string Source, long Timestamp, string Message)
{
    /// <summary>As in <c>2026-03-02T09:00:00.123456789Z</c>, and a blank.</summary>
    private const int StampLength = 31;

    /// <summary>The engine cuts longer lines into pieces of this size, in bytes, each with a time of its own.</summary>
    private const int PieceBytes = 16 * 1024;

    /// <summary>What CloudWatch takes in one event, less what it counts beside the message; in characters.</summary>
    private const int LongestMessage = 262_118;

    /// <summary>The event, or events of a very long line; none for an empty line, which the log driver leaves out too.</summary>
    public static IEnumerable<LogLine> Parse(string text)
    {
        if (StampAt(text, 0) is not { } source)
            yield break;
        var timestamp = DateTimeOffset.Parse(source, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
        var message = Joined(text[StampLength..].TrimEnd('\r'));
        for (var start = 0; start < message.Length; start += LongestMessage)
            yield return new(source, timestamp, message.Substring(start, Math.Min(LongestMessage, message.Length - start)));
    }

    /// <summary>Takes the times out of a line that came in pieces.</summary>
    private static string Joined(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= PieceBytes)
            return message;
        var joined = new StringBuilder();
        var (start, bytes) = (0, 0);
        for (var at = 0; at < message.Length; at++)
        {
            if (bytes >= PieceBytes && StampAt(message, at) is not null)
            {
                joined.Append(message, start, at - start);
                (start, bytes) = (at + StampLength, 0);
                at = start;
            }

            if (at < message.Length)
                bytes += char.IsSurrogate(message[at]) ? 2 : message[at] < 0x80 ? 1 : message[at] < 0x800 ? 2 : 3;
        }

        return joined.Append(message, start, message.Length - start).ToString();
    }

    private static string? StampAt(string text, int at) =>
        text.Length >= at + StampLength && text[at + 4] == '-' && text[at + 10] == 'T' && text[at + 19] == '.' && text[at + 29] == 'Z' && text[at + 30] == ' '
        && char.IsAsciiDigit(text[at]) ? text.Substring(at, StampLength - 1) : null;
}
