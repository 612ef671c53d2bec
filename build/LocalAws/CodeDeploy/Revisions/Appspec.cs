using System.Text.Json.Nodes;

namespace Slipway.LocalAws.CodeDeploy.Revisions;

/// <summary>What an appspec file for ECS asks for.</summary>
/// <param name="TaskDefinition">ARN, or family and revision.</param>
/// <param name="NetworkConfiguration">As CreateTaskSet takes it; null where there is none.</param>
public sealed record Appspec(string TaskDefinition, string ContainerName, int ContainerPort, string? PlatformVersion, JsonObject? NetworkConfiguration, JsonArray? CapacityProviderStrategy);
