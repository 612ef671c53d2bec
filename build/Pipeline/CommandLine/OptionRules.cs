using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.CommandLine;

/// <summary>What values of options must be like. Each rule answers with the problem, or null when there is none.</summary>
internal static class OptionRules
{
    /// <summary>Long names, then the letters that stand for them.</summary>
    private static readonly string[] Verbosities =
        ["quiet", "minimal", "normal", "verbose", "diagnostic", "q", "m", "n", "v", "d"];

    public static string? Verbosity(string value) =>
        Verbosities.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"'{value}' is not a verbosity{Suggestion.Phrase(value, Verbosities[..5])}";
}
