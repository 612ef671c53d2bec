using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>What a service shall run.</summary>
/// <param name="TaskDefinition">With the release's images, by digest.</param>
/// <param name="DesiredCount">Tasks; null keeps the service's own number, and is 1 for a service that has to be created.</param>
/// <param name="Timeout">How long the deployment may take.</param>
/// <param name="Place">Where the service is configured, <c>file:line</c>, for messages.</param>
/// <param name="LaunchType">For a service that has to be created; null leaves it to ECS.</param>
/// <param name="LoadBalancer">Null leaves the service's own as they are.</param>
/// <param name="Force">A deployment also when the service runs this already: its tasks are replaced.</param>
public sealed record RolloutRequest(
    string Cluster, string Service, TaskDefinitionDocument TaskDefinition, int? DesiredCount, TimeSpan Timeout, string Place, bool Force = false, LaunchType? LaunchType = null,
    ServiceLoadBalancer? LoadBalancer = null);
