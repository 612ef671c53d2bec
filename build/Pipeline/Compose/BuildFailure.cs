using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Compose;

/// <summary>Finds in the builder's plain output whose image could not be built, and why.</summary>
public static partial class BuildFailure
{
    /// <returns>The service, or null when the builder did not say it; and a sentence without its full stop.</returns>
    public static (string? Service, string Text) Describe(IReadOnlyList<string> lines)
    {
        var reason = lines.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "the builder said nothing";
        if (Last(Step(), lines) is { } step)
            return (step.Groups["service"].Value, $"the image of '{step.Groups["service"].Value}' could not be built, at {step.Groups["step"].Value}: {reason}");
        return Last(Target(), lines) is { } target
            ? (target.Groups["service"].Value, $"the image of '{target.Groups["service"].Value}' could not be built: {reason}")
            : (null, $"the images could not be built: {reason}");
    }

    private static Match? Last(Regex pattern, IReadOnlyList<string> lines) =>
        lines.Select(line => pattern.Match(line)).LastOrDefault(match => match.Success);

    // " > [app 15/18] RUN php artisan view:cache:", before the end of that step's output is repeated.
    [GeneratedRegex(@"^ > (?<step>\[(?<service>[^\s\]]+)[^\]]*\] .*):$", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex(@"\btarget (?<service>\S+): failed to solve\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
