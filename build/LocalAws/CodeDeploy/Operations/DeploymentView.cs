using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>A deployment as GetDeployment shows it.</summary>
internal static class DeploymentView
{
    private static readonly string[] Counts = ["Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Ready"];

    public static JsonObject Of(Deployment deployment)
    {
        var view = deployment.Shown.DeepClone().AsObject();
        view["applicationName"] = deployment.Application;
        view["deploymentGroupName"] = deployment.Group;
        view["deploymentConfigName"] = deployment.ConfigName;
        view["deploymentId"] = deployment.Id;
        view["revision"] = deployment.Revision.DeepClone();
        view["status"] = deployment.Status.ToString();
        view["creator"] = deployment.Creator;
        view["computePlatform"] = "ECS";
        view["ignoreApplicationStopFailures"] = false;
        view["updateOutdatedInstancesOnly"] = false;
        view["fileExistsBehavior"] = "DISALLOW";
        view["deploymentStatusMessages"] = new JsonArray();
        view["instanceTerminationWaitTimeStarted"] = deployment.RollbackOf is null && deployment.Green?.TrafficWeight == 100;
        view["deploymentOverview"] = Overview(TargetView.StatusOf(deployment));
        if (deployment.Description is { } description)
            view["description"] = description;
        if (deployment.Error is { } error)
            view["errorInformation"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (Rollback(deployment) is { Count: > 0 } rollback)
            view["rollbackInfo"] = rollback;
        view.AddTime("createTime", deployment.CreatedAt);
        view.AddTime("startTime", deployment.StartedAt);
        view.AddTime("completeTime", deployment.CompletedAt);
        return view;
    }

    private static JsonObject Overview(string status) => new(Counts.Select(name => KeyValuePair.Create<string, JsonNode?>(name, name == status ? 1 : 0)));

    private static JsonObject Rollback(Deployment deployment)
    {
        var rollback = new JsonObject();
        Add("rollbackDeploymentId", deployment.RollbackDeploymentId);
        Add("rollbackTriggeringDeploymentId", deployment.RollbackOf);
        Add("rollbackMessage", deployment.RollbackMessage);
        return rollback;

        void Add(string member, string? value)
        {
            if (value is not null)
                rollback[member] = value;
        }
    }
}
