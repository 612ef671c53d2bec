using System.Text.Json;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>Reads the lines of a log file. One that is not whole was being written when a process died.</summary>
internal static class LogLines
{
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(path, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null for what is no header.</summary>
    public static LogFileHeader? Header(string line) => Try(() => JsonSerializer.Deserialize(line, LogJson.Default.LogFileHeader));

    /// <summary>Null for what is no event.</summary>
    public static LogEvent? Event(string line) => Try(() => JsonSerializer.Deserialize(line, LogJson.Default.LogEvent));

    /// <summary>Removes what stands behind the last whole line.</summary>
    public static async Task CutAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var last = new byte[1];
        var length = file.Length;
        while (length > 0)
        {
            file.Position = length - 1;
            await file.ReadExactlyAsync(last, cancellationToken);
            if (last[0] == '\n')
                break;
            length--;
        }

        file.SetLength(length);
    }

    private static T? Try<T>(Func<T?> parse) where T : class
    {
        try
        {
            return parse();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
