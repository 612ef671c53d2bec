namespace Slipway.Ecs.Logs;

/// <summary>What came since the last reading.</summary>
/// <param name="Lines">In the order of their time.</param>
/// <param name="Remarks">Sentences on lines that cannot be had; each is told once.</param>
public sealed record LogReading(IReadOnlyList<LogLine> Lines, IReadOnlyList<string> Remarks);
