namespace Slipway.Ecs.Status;

/// <summary>What a load balancer thinks of one of the service's tasks.</summary>
/// <param name="Group">The target group's name.</param>
/// <param name="Target">Instance id or address, and port.</param>
/// <param name="State">initial, healthy, unhealthy, unused, draining or unavailable.</param>
/// <param name="Reason">Such as <c>Target.FailedHealthChecks</c>; null for a healthy one.</param>
public sealed record TargetStatus(string Group, string Target, string State, string? Reason, string? Description)
{
    public override string ToString() => $"target {Target}: {string.Join(": ", new[] { State, Reason, Description }.Where(part => !string.IsNullOrEmpty(part)))}";
}
