namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>A task set as ECS describes it.</summary>
/// <param name="Status"><c>PRIMARY</c>, <c>ACTIVE</c> or <c>DRAINING</c>.</param>
/// <param name="IsSteady">Whether as many tasks as it should have run and are healthy.</param>
public sealed record TaskSetFacts(string Id, string Status, string? TargetGroupArn, int DesiredCount, int PendingCount, int RunningCount, bool IsSteady);
