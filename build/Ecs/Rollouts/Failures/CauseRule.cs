using System.Text.RegularExpressions;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Recognises one cause by what ECS, its agent or the application says.</summary>
/// <param name="Sources">Where the words count.</param>
/// <param name="Pattern">A regular expression, in any case.</param>
internal sealed record CauseRule(LikelyCause Cause, EvidenceSources Sources, string Pattern)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public bool Explains(Evidence evidence) => Sources.HasFlag(evidence.Source) && Regex.IsMatch(evidence.Text, Pattern, RegexOptions.IgnoreCase, Limit);
}
