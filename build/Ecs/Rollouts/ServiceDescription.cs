using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>A service as DescribeServices gives it, with views on what a rollout follows.</summary>
internal sealed class ServiceDescription(JsonObject node)
{
    public JsonObject Node { get; } = node;

    /// <summary>What the service runs; under an external controller that is what its primary task set runs.</summary>
    public string TaskDefinition =>
        Node.Objects("taskSets").FirstOrDefault(set => set.Text("status") == "PRIMARY")?.Text("taskDefinition") ?? Node.Text("taskDefinition") ?? "";

    public int DesiredCount => Node.Number("desiredCount") ?? 0;

    /// <summary>A service of tasks by number that is scaled to zero; a DAEMON service has as many tasks as there are instances.</summary>
    public bool WantsNone => DesiredCount == 0 && Node.Text("schedulingStrategy") != "DAEMON";

    public int RunningCount => Node.Number("runningCount") ?? 0;

    public int PendingCount => Node.Number("pendingCount") ?? 0;

    public bool IsActive => Node.Text("status") is "ACTIVE";

    /// <summary>Deleted, with tasks that have not ended yet.</summary>
    public bool IsDraining => Node.Text("status") is "DRAINING";

    /// <summary>Who replaces tasks: <c>ECS</c>, <c>CODE_DEPLOY</c> or <c>EXTERNAL</c>.</summary>
    public string Controller => (Node["deploymentController"] as JsonObject)?.Text("type") ?? "ECS";

    /// <summary>How ECS replaces tasks: <c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>CANARY</c> or <c>LINEAR</c>.</summary>
    public string Strategy => (Node["deploymentConfiguration"] as JsonObject)?.Text("strategy") ?? "ROLLING";

    /// <summary>Whether its deployments may pause.</summary>
    public bool HasHooks => (Node["deploymentConfiguration"] as JsonObject)?.Objects("lifecycleHooks") is { Count: > 0 };

    /// <summary>The ARN of the service deployment that is on its way; null when none is.</summary>
    public string? CurrentServiceDeployment => Node.Text("currentServiceDeployment");

    public IReadOnlyList<ServiceDeployment> Deployments => [.. Node.Objects("deployments").Select(ServiceDeployment.Read)];

    public ServiceDeployment? Primary => Deployments.FirstOrDefault(deployment => deployment.Status == "PRIMARY");

    /// <summary>Whether nothing is on its way: what it runs it was completely brought to.</summary>
    public bool IsSettled => Controller == "ECS" ? Primary is { RolloutState: "COMPLETED" } : Node.Objects("taskSets") is [var only] && only.Text("stabilityStatus") == "STEADY_STATE";

    /// <summary>
    /// As it was before a deployment that is on its way, which may be one that fails: with the revision that was completed last. The same where nothing is
    /// on its way, or nobody knows any more.
    /// </summary>
    public ServiceDescription BeforeItsDeployment()
    {
        if (Controller != "ECS" || Strategy != "ROLLING" || IsSettled || Deployments.FirstOrDefault(deployment => deployment is { Status: "ACTIVE", RolloutState: "COMPLETED" }) is not { } completed) return this;
        var earlier = Node.DeepClone().AsObject();
        earlier["taskDefinition"] = completed.TaskDefinition;
        return new(earlier);
    }

    /// <summary>Id and sentence of each event, oldest first.</summary>
    public IReadOnlyList<(string Id, string Message)> Events =>
        [.. Node.Objects("events").Reverse().Select(node => (node.Text("id") ?? "", node.Text("message") ?? ""))];
}
