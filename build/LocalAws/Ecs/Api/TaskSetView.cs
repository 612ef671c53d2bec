using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>A task set as DescribeTaskSets and DescribeServices show it.</summary>
public sealed class TaskSetView(EcsState state, EcsArns arns)
{
    internal JsonObject Of(Service service, Deployment deployment)
    {
        var taskSet = deployment.TaskSet!;
        var tasks = state.TasksOf(service).Where(task => !task.IsStopped && task.DeploymentId == deployment.Id).ToList();
        var revision = service.Revisions.First(known => known.Arn == deployment.RevisionArn);
        var view = new JsonObject
        {
            ["id"] = deployment.Id,
            ["taskSetArn"] = arns.TaskSet(service.Cluster, service.Name, deployment.Id),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = arns.Cluster(service.Cluster),
            ["startedBy"] = taskSet.StartedBy,
            ["externalId"] = taskSet.ExternalId,
            ["status"] = taskSet.IsDraining ? "DRAINING" : taskSet.IsPrimary ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = deployment.TaskDefinitionArn,
            ["computedDesiredCount"] = taskSet.DesiredCount(service),
            ["pendingCount"] = tasks.Count(task => task.IsPending),
            ["runningCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            ["createdAt"] = deployment.CreatedAt.ToTimestamp(),
            ["updatedAt"] = deployment.UpdatedAt.ToTimestamp(),
            ["loadBalancers"] = revision.Definition["loadBalancers"]?.DeepClone() ?? new JsonArray(),
            ["serviceRegistries"] = new JsonArray(),
            ["scale"] = new JsonObject { ["value"] = taskSet.Scale, ["unit"] = "PERCENT" },
            ["stabilityStatus"] = taskSet.SteadySince is null ? "STABILIZING" : "STEADY_STATE",
            ["stabilityStatusAt"] = (taskSet.SteadySince ?? deployment.UpdatedAt).ToTimestamp(),
            ["tags"] = taskSet.Tags?.DeepClone() ?? new JsonArray(),
        };
        LaunchView.Add(view, deployment.Launch, asRequested: false);
        return view;
    }
}
