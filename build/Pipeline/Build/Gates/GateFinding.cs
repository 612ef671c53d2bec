using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>What a gate has found and what counts: it is neither suppressed nor accepted.</summary>
/// <param name="Severity">The rule's <c>security-severity</c>, 0 to 10; null when it has none.</param>
/// <param name="Rule">Its id.</param>
/// <param name="File">In the repository, as far as the tool has told; empty for what is in no file.</param>
/// <param name="Line">Counts from 1; 0 for the file as a whole.</param>
/// <param name="Fails">Whether it is at the gate's limit or above it.</param>
public sealed record GateFinding(GateLevel Level, double? Severity, string Rule, string File, int Line, string Message, bool Fails)
{
    /// <summary>As <c>file:line</c>.</summary>
    public string Place => Line > 0 ? $"{File}:{Line}" : File;
}
