using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.CommandLine;

/// <summary>What values of options must be like. Each rule answers with the problem, or null when there is none.</summary>
internal static class OptionRules
{
    private const int LongestBuildNumber = 100;

    private static readonly string[] Verbosities =
        ["quiet", "minimal", "normal", "verbose", "diagnostic", "q", "m", "n", "v", "d"];

    public static string? Verbosity(string value) =>
        Verbosities.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"'{value}' is not a verbosity{Suggestion.Phrase(value, Verbosities[..5])}";

    public static string? Environment(string value) => ValueRules.Environment(value);

    /// <summary>It becomes part of tags and file names.</summary>
    public static string? BuildNumber(string value) =>
        value.Length <= LongestBuildNumber
            && value[0] is not ('.' or '-')
            && value.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-')
            ? null
            : $"'{value}' cannot be a build number: letters, digits, '_', '.' and '-', the first a letter, a digit or '_', {LongestBuildNumber} at most";
}
