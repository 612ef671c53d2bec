using System.Globalization;

namespace Slipway.Pipeline.Configuration;

/// <summary>From where on a finding fails its gate: a level of SARIF, or the number that tools and code hosts call <c>security-severity</c>.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Severity">0 to 10; null where the level decides.</param>
public sealed record GateLimit(string Text, GateLevel Level, double? Severity)
{
    /// <summary>Where each word begins: CVSS v3.1, "Qualitative Severity Rating Scale". GitHub's code scanning has the same words for the same numbers.</summary>
    private static readonly Dictionary<string, double> Words = new(StringComparer.Ordinal) { ["critical"] = 9.0, ["high"] = 7.0, ["medium"] = 4.0, ["low"] = 0.1 };

    /// <returns>Null for what is no limit.</returns>
    public static GateLimit? Parse(string text) => text switch
    {
        "note" => new(text, GateLevel.Note, null),
        "warning" => new(text, GateLevel.Warning, null),
        "error" => new(text, GateLevel.Error, null),
        _ when Words.TryGetValue(text, out var severity) => new(text, GateLevel.Error, severity),
        _ => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10 ? new(text, GateLevel.Error, number) : null,
    };

    /// <summary>Whether a finding fails the gate. One whose rule has no number counts by its level when a number is the limit: an error fails.</summary>
    public bool IsReachedBy(GateLevel level, double? severity) =>
        level != GateLevel.None && (Severity is { } limit && severity is { } number ? number >= limit : level >= Level);
}
