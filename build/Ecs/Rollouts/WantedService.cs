using Slipway.Ecs.Networking;
using Slipway.Ecs.ServiceDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>What a service shall have beside its task definition; null leaves its own.</summary>
/// <param name="DesiredCount">Tasks.</param>
public sealed record WantedService(int? DesiredCount = null, ServiceLoadBalancer? LoadBalancer = null, ServiceNetwork? Network = null, ServiceDefinition? Definition = null);
