using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>A target in its target group.</summary>
/// <param name="DrainingUntil">When the deregistration delay is over; null for one that is not being deregistered.</param>
public sealed record Target(TaskTarget At, TargetHealth Health, DateTimeOffset? DrainingUntil = null);
