using System.Text.RegularExpressions;

namespace Slipway.Docker;

/// <summary>
/// Finds the version number in what docker's plugins say: <c>v2.26.1</c>, <c>2.26.1-4</c>, <c>github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3</c>.
/// </summary>
internal static partial class PluginVersion
{
    public static string? Find(string? text) =>
        text is not null && Number().Match(text) is { Success: true } match ? match.Groups["number"].Value : null;

    public static int Major(string version) => int.Parse(version.AsSpan(0, version.IndexOf('.', StringComparison.Ordinal)));

    [GeneratedRegex(@"(?<![\d.])v?(?<number>\d+\.\d+(\.\d+)*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Number();
}
