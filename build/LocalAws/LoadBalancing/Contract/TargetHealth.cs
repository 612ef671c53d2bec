namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>A target's health as DescribeTargetHealth shows it.</summary>
/// <param name="Reason">As in <c>Target.ResponseCodeMismatch</c>; null for a healthy one.</param>
/// <param name="Description">As in <c>Health checks failed with these codes: [404]</c>.</param>
public sealed record TargetHealth(TargetState State, string? Reason = null, string? Description = null);

/// <summary>The <c>State</c> of a target.</summary>
public enum TargetState
{
    /// <summary>It is being registered, or has not passed its first checks.</summary>
    Initial,

    Healthy,

    Unhealthy,

    /// <summary>It is being deregistered; requests under way may end.</summary>
    Draining,

    /// <summary>Not registered, or no listener leads to its target group.</summary>
    Unused,
}
