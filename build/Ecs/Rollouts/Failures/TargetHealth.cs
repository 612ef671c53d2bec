namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>A target of a target group, as DescribeTargetHealth gives it.</summary>
/// <param name="State">Such as <c>unhealthy</c>, <c>initial</c> or <c>draining</c>.</param>
/// <param name="Reason">Such as <c>Target.ResponseCodeMismatch</c>.</param>
public sealed record TargetHealth(string Target, string State, string Reason, string Description)
{
    public override string ToString() => $"target {Target}: {string.Join(": ", new[] { State, Reason, Description }.Where(part => part.Length > 0))}";
}
