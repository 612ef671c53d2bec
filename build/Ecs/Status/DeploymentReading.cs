using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Status;

/// <summary>Reads a service's deployments, or its task sets where CodeDeploy deploys it.</summary>
internal static class DeploymentReading
{
    private const string Primary = "PRIMARY";

    public static IReadOnlyList<DeploymentStatus> Of(JsonObject service)
    {
        var sets = service.Objects("taskSets");
        var all = sets.Count > 0 ? sets.Select(TaskSet) : service.Objects("deployments").Select(Deployment);
        return [.. all.OrderBy(one => one.Status != Primary)];
    }

    private static DeploymentStatus Deployment(JsonObject node) => new(
        node.Text("id") ?? "",
        node.Text("status") ?? "",
        node.Text("taskDefinition") ?? "",
        node.Text("rolloutState"),
        node.Text("rolloutStateReason"),
        node.Number("desiredCount") ?? 0,
        node.Number("runningCount") ?? 0,
        node.Number("pendingCount") ?? 0,
        node.Number("failedTasks") ?? 0,
        node.Time("createdAt"),
        node.Time("updatedAt"));

    private static DeploymentStatus TaskSet(JsonObject node) => new(
        node.Text("id") ?? "",
        node.Text("status") ?? "",
        node.Text("taskDefinition") ?? "",
        node.Text("stabilityStatus"),
        null,
        node.Number("computedDesiredCount") ?? 0,
        node.Number("runningCount") ?? 0,
        node.Number("pendingCount") ?? 0,
        0,
        node.Time("createdAt"),
        node.Time("updatedAt"));
}
