using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>Finds in the builder's plain output whose image could not be built, and why.</summary>
public static partial class BuildFailure
{
    private const string Verdict = "failed to solve";

    /// <param name="lines">All that the builder said.</param>
    /// <returns>The service, or null when the builder did not say it; and the reason, beginning with the step where one failed.</returns>
    public static (string? Service, string Reason) Describe(IReadOnlyList<string> lines)
    {
        // The verdict comes on another stream than the steps, so it need not be the last line.
        var said = lines.Where(line => line.Trim().Length > 0).ToList();
        var reason = (said.FindLast(line => line.Contains(Verdict, StringComparison.Ordinal)) ?? said.LastOrDefault())?.Trim() ?? "the builder said nothing";
        if (Last(Step(), lines) is { } step) return (step.Groups["service"].Value, $"at {step.Groups["step"].Value}: {reason}");
        return (Last(Target(), lines)?.Groups["service"].Value ?? Unread(lines), reason);
    }

    /// <summary>The service whose Dockerfile was loaded and gave no steps: when it is the only one, that is the file that could not be read.</summary>
    private static string? Unread(IReadOnlyList<string> lines)
    {
        var begun = lines.Select(line => Begun().Match(line)).Where(match => match.Success).Select(match => match.Groups["service"].Value);
        var read = lines.Select(line => Numbered().Match(line)).Where(match => match.Success).Select(match => match.Groups["service"].Value);
        return begun.Except(read).ToList() is [var service] ? service : null;
    }

    private static Match? Last(Regex pattern, IReadOnlyList<string> lines) =>
        lines.Select(line => pattern.Match(line)).LastOrDefault(match => match.Success);

    // " > [app 15/18] RUN php artisan view:cache:", before the end of that step's output is repeated.
    [GeneratedRegex(@"^ > (?<step>\[(?<service>[^\s\]]+)[^\]]*\] .*):$", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex(@"^#[0-9]+ \[(?<service>\S+) internal\] load build definition", RegexOptions.ExplicitCapture)]
    private static partial Regex Begun();

    [GeneratedRegex(@"^#[0-9]+ \[(?<service>\S+)\s+[^\]]*[0-9]/[0-9]+\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\btarget (?<service>\S+): failed to solve\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
