using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>What became of a gate.</summary>
/// <param name="Findings">All that count, whether they fail the gate or not.</param>
/// <param name="Problem">Why the gate failed, as sentences; null when it passed.</param>
/// <param name="ExitCode">Of <see cref="ExitCodes"/>; 0 when it passed.</param>
public sealed record GateVerdict(GateSettings Gate, IReadOnlyList<GateFinding> Findings, string? Problem, int ExitCode)
{
    /// <summary>Findings that do not count: suppressed by the tool, or accepted by the configuration.</summary>
    public int Accepted { get; init; }

    public static GateVerdict Failed(GateSettings gate, IReadOnlyList<GateFinding> findings, string problem) => new(gate, findings, problem, ExitCodes.Application);
}
