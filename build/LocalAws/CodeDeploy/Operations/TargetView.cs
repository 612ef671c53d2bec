using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>The target of a deployment, its service, as GetDeploymentTarget shows it.</summary>
internal static class TargetView
{
    /// <param name="service">As it is now; null when it is gone.</param>
    public static JsonObject Of(Deployment deployment, ServiceFacts? service)
    {
        var target = new JsonObject
        {
            ["deploymentId"] = deployment.Id,
            ["targetId"] = deployment.TargetId,
            ["targetArn"] = service?.Arn,
            ["status"] = StatusOf(deployment),
            ["lifecycleEvents"] = new JsonArray([.. deployment.Events.Select(Of)]),
            ["taskSetsInfo"] = new JsonArray([.. TaskSets(deployment, service)]),
        };
        target.AddTime("lastUpdatedAt", deployment.UpdatedAt);
        return new() { ["deploymentTargetType"] = "ECSTarget", ["ecsTarget"] = target };
    }

    /// <summary>A target's status, which has other names than a deployment's.</summary>
    public static string StatusOf(Deployment deployment) => deployment.Status switch
    {
        DeploymentStatus.Created or DeploymentStatus.Queued => "Pending",
        DeploymentStatus.Stopped => "Skipped",
        var same => same.ToString(),
    };

    private static JsonObject Of(LifecycleEvent happened)
    {
        var view = new JsonObject { ["lifecycleEventName"] = happened.Name, ["status"] = happened.Status.ToString() };
        view.AddTime("startTime", happened.StartTime);
        view.AddTime("endTime", happened.EndTime);
        return view;
    }

    private static IEnumerable<JsonNode> TaskSets(Deployment deployment, ServiceFacts? service)
    {
        if (deployment.Blue is { } blue)
            yield return Of(blue, service?.TaskSet(blue.Id), "Blue");
        if (deployment.Green is { Id.Length: > 0 } green)
            yield return Of(green, service?.TaskSet(green.Id), "Green");
    }

    /// <summary>The API's name for the id lacks a letter.</summary>
    private static JsonObject Of(TaskSetShare share, TaskSetFacts? facts, string label) => new()
    {
        ["identifer"] = share.Id,
        ["desiredCount"] = facts?.DesiredCount ?? 0,
        ["pendingCount"] = facts?.PendingCount ?? 0,
        ["runningCount"] = facts?.RunningCount ?? 0,
        ["status"] = facts?.Status ?? "DRAINING",
        ["trafficWeight"] = (double)share.TrafficWeight,
        ["targetGroup"] = new JsonObject { ["name"] = NameOf(share.TargetGroupArn) },
        ["taskSetLabel"] = label,
    };

    /// <summary>Of <c>arn:…:targetgroup/NAME/ID</c>.</summary>
    private static string NameOf(string targetGroupArn) => targetGroupArn.Split('/') is [_, var name, _] ? name : targetGroupArn;
}
