using System.Text.Json.Nodes;

namespace Slipway.Ecs.Rollouts;

/// <summary>One entry of a service's <c>deployments</c>, as DescribeServices gives it.</summary>
/// <param name="Status">PRIMARY, ACTIVE or INACTIVE.</param>
/// <param name="RolloutState">IN_PROGRESS, COMPLETED or FAILED.</param>
internal sealed record ServiceDeployment(
    string Id, string Status, string TaskDefinition, string RolloutState, string RolloutStateReason, int Desired, int Pending, int Running, int Failed)
{
    public static ServiceDeployment Read(JsonObject node) => new(
        Text(node, "id"),
        Text(node, "status"),
        Text(node, "taskDefinition"),
        Text(node, "rolloutState"),
        Text(node, "rolloutStateReason"),
        Number(node, "desiredCount"),
        Number(node, "pendingCount"),
        Number(node, "runningCount"),
        Number(node, "failedTasks"));

    public override string ToString() => $"{Running}/{Desired} running, {Pending} pending, {Failed} failed";

    private static string Text(JsonObject node, string name) => (string?)node[name] ?? "";

    private static int Number(JsonObject node, string name) => (int?)node[name] ?? 0;
}
