namespace Slipway.Pipeline.Build.Gates;

/// <summary>The server's verdict on an analysis.</summary>
/// <param name="Status"><c>OK</c>, <c>WARN</c>, <c>ERROR</c>, or <c>NONE</c> where the project has no quality gate.</param>
internal sealed record QualityGateState(string Status, IReadOnlyList<QualityGateCondition> Conditions);

/// <param name="Status"><c>OK</c>, <c>WARN</c> or <c>ERROR</c>.</param>
/// <param name="Comparator"><c>LT</c> or <c>GT</c>: what the value must not be.</param>
internal sealed record QualityGateCondition(string Status, string Metric, string Comparator, string? Threshold, string? Actual);

/// <summary>A task of the server that processes an analysis.</summary>
/// <param name="Status"><c>PENDING</c>, <c>IN_PROGRESS</c>, <c>SUCCESS</c>, <c>FAILED</c> or <c>CANCELED</c>.</param>
/// <param name="Analysis">Its id; null before the task has succeeded.</param>
internal sealed record SonarQubeTask(string Status, string? Analysis, string? Error);
