using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose;

/// <summary>Durations and sizes as Compose writes them.</summary>
internal static partial class ComposeUnits
{
    private const double BytesOfMiB = 1024 * 1024;

    /// <summary>Seconds of <c>1m30s</c>, <c>500ms</c> and the like; null for what is none.</summary>
    public static double? Seconds(string? text)
    {
        if (text is null || !Duration().IsMatch(text)) return null;
        var seconds = 0d;
        foreach (var part in DurationPart().Matches(text).Cast<Match>())
        {
            seconds += double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }

        return seconds;
    }

    /// <summary>MiB of a number of bytes, or of <c>64m</c> and the like, rounded up; null for what is none or nothing.</summary>
    public static int? MiB(string? text)
    {
        if (text is null || Size().Match(text) is not { Success: true } size) return null;
        if (!double.TryParse(size.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        var bytes = number * size.Groups["unit"].Value.ToLowerInvariant() switch
        {
            "k" => 1024,
            "m" => BytesOfMiB,
            "g" => BytesOfMiB * 1024,
            "t" => BytesOfMiB * 1024 * 1024,
            _ => 1,
        };
        return bytes > 0 ? (int)Math.Min(int.MaxValue, Math.Ceiling(bytes / BytesOfMiB)) : null;
    }

    [GeneratedRegex(@"^([0-9]{1,15}(\.[0-9]{1,15})?(h|ms|us|µs|ns|m|s))+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?<number>[0-9]+(\.[0-9]+)?)(?<unit>h|ms|us|µs|ns|m|s)", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPart();

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[bkmgt]?)i?b?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
