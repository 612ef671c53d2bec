using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>A deployment group as GetDeploymentGroup shows it.</summary>
internal static class DeploymentGroupView
{
    private static readonly string[] Lists = ["ec2TagFilters", "onPremisesInstanceTagFilters", "autoScalingGroups", "triggerConfigurations"];

    public static JsonObject Of(CodeDeployState state, Application application, DeploymentGroup group)
    {
        var view = group.Settings.DeepClone().AsObject();
        foreach (var list in Lists)
            view[list] ??= new JsonArray();
        view["applicationName"] = application.Name;
        view["deploymentGroupId"] = group.Id;
        view["deploymentGroupName"] = group.Name;
        view["computePlatform"] = "ECS";
        view["outdatedInstancesStrategy"] ??= "UPDATE";
        view["terminationHookEnabled"] ??= false;
        var deployments = state.DeploymentsOf(application.Name, group.Name).ToList();
        if (deployments.FindLast(known => known.Status == DeploymentStatus.Succeeded) is { } succeeded)
        {
            view["lastSuccessfulDeployment"] = Of(succeeded);
            view["targetRevision"] = succeeded.Revision.DeepClone();
        }

        if (deployments.Count > 0)
            view["lastAttemptedDeployment"] = Of(deployments[^1]);
        return view;
    }

    private static JsonObject Of(Deployment deployment)
    {
        var view = new JsonObject { ["deploymentId"] = deployment.Id, ["status"] = deployment.Status.ToString() };
        view.AddTime("createTime", deployment.CreatedAt);
        view.AddTime("endTime", deployment.CompletedAt);
        return view;
    }
}
