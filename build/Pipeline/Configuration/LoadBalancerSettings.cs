using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>What leads requests to the service's tasks.</summary>
/// <param name="Container">The container that takes them.</param>
/// <param name="Port">Its port.</param>
/// <param name="TargetGroup">ARN of one that is there; null in a rehearsal, which makes its own.</param>
/// <param name="Listener">Port on 127.0.0.1 at which a rehearsal's load balancer listens; null elsewhere.</param>
/// <param name="HealthCheck">Path that a rehearsal's target group asks.</param>
/// <param name="HealthCodes">Statuses that are good there, as a target group's matcher has them.</param>
public sealed record LoadBalancerSettings(string Container, int Port, string? TargetGroup, int? Listener, string HealthCheck, string HealthCodes, Place Place);
