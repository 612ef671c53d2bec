using System.Text.Json.Nodes;

namespace Slipway.Ecs.Rollouts;

/// <summary>A service as DescribeServices gives it, with views on what a rollout follows.</summary>
internal sealed class ServiceDescription(JsonObject node)
{
    public JsonObject Node { get; } = node;

    public string TaskDefinition => (string?)Node["taskDefinition"] ?? "";

    public int DesiredCount => (int?)Node["desiredCount"] ?? 0;

    public int RunningCount => (int?)Node["runningCount"] ?? 0;

    public bool IsActive => (string?)Node["status"] is "ACTIVE";

    /// <summary>Deleted, with tasks that have not ended yet.</summary>
    public bool IsDraining => (string?)Node["status"] is "DRAINING";

    public IReadOnlyList<ServiceDeployment> Deployments => [.. Objects("deployments").Select(ServiceDeployment.Read)];

    public ServiceDeployment? Primary => Deployments.FirstOrDefault(deployment => deployment.Status == "PRIMARY");

    /// <summary>Id and sentence of each event, oldest first.</summary>
    public IReadOnlyList<(string Id, string Message)> Events =>
        [.. Objects("events").Reverse().Select(node => ((string?)node["id"] ?? "", (string?)node["message"] ?? ""))];

    private IEnumerable<JsonObject> Objects(string name) => (Node[name] as JsonArray)?.OfType<JsonObject>() ?? [];
}
