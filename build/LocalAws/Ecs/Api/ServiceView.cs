using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>A service as DescribeServices shows it.</summary>
public sealed class ServiceView(EcsState state, TaskSetView taskSets, EcsArns arns)
{
    private const string Connect = "serviceConnectConfiguration";

    private static readonly string[] Lists = ["loadBalancers", "serviceRegistries", "placementConstraints", "placementStrategy", "tags"];

    internal JsonObject Of(Service service)
    {
        var tasks = state.TasksOf(service).Where(task => !task.IsStopped).ToList();
        var view = service.Definition.DeepClone().AsObject();
        // Deployments and revisions show it.
        view.Remove(Connect);
        foreach (var list in Lists)
            view[list] ??= new JsonArray();
        view["serviceArn"] = service.Arn;
        view["serviceName"] = service.Name;
        view["clusterArn"] = arns.Cluster(service.Cluster);
        view["status"] = service.Status.ToString().ToUpperInvariant();
        view["desiredCount"] = service.DesiredCount;
        view["runningCount"] = Running(tasks);
        view["pendingCount"] = Pending(tasks);
        if (service.Deployments.Count > 0)
        {
            view["taskDefinition"] = service.Primary.TaskDefinitionArn;
            LaunchView.Add(view, service.Primary.Launch, asRequested: true);
        }

        view["deploymentConfiguration"] = service.Limits.ToJson(service.Definition.Object("deploymentConfiguration"));
        view["deployments"] = new JsonArray([.. Of(service, byOthers: false).Select(deployment => Of(service, deployment, tasks))]);
        if (service.IsControlledByOthers)
            view["taskSets"] = new JsonArray([.. Of(service, byOthers: true).Select(deployment => taskSets.Of(service, deployment))]);
        if (service.CurrentDeployment is { } current)
            view["currentServiceDeployment"] = current.Arn;
        view["events"] = new JsonArray([.. service.Events.Select(Of)]);
        view["createdAt"] = service.CreatedAt.ToTimestamp();
        view["schedulingStrategy"] ??= "REPLICA";
        view["deploymentController"] ??= new JsonObject { ["type"] = "ECS" };
        view["availabilityZoneRebalancing"] ??= "DISABLED";
        view["enableECSManagedTags"] ??= false;
        view["propagateTags"] ??= "NONE";
        view["enableExecuteCommand"] ??= false;
        return view;
    }

    private static IEnumerable<Deployment> Of(Service service, bool byOthers) => service.Deployments.Where(deployment => deployment.TaskSet is not null == byOthers);

    private static JsonObject Of(Service service, Deployment deployment, IReadOnlyList<EcsTask> tasks)
    {
        var own = tasks.Where(task => task.DeploymentId == deployment.Id).ToList();
        var primary = deployment == service.Primary;
        var view = new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = primary ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = deployment.TaskDefinitionArn,
            ["desiredCount"] = primary ? service.DesiredCount : own.Count(task => !task.StopRequested),
            ["pendingCount"] = Pending(own),
            ["runningCount"] = Running(own),
            ["failedTasks"] = deployment.FailedTasks,
            ["createdAt"] = deployment.CreatedAt.ToTimestamp(),
            ["updatedAt"] = deployment.UpdatedAt.ToTimestamp(),
            ["rolloutState"] = deployment.RolloutState switch
            {
                RolloutState.Completed => "COMPLETED",
                RolloutState.Failed => "FAILED",
                _ => "IN_PROGRESS",
            },
            ["rolloutStateReason"] = deployment.RolloutStateReason,
        };
        LaunchView.Add(view, deployment.Launch, asRequested: false);
        if (service.Revisions.Find(known => known.Arn == deployment.RevisionArn)?.Definition[Connect] is { } configured)
            view[Connect] = Configured(configured.DeepClone().AsObject(), deployment.Connect);
        if (deployment.Connect is { Services.Count: > 0 } connect)
            view["serviceConnectResources"] = new JsonArray([.. connect.Services.Select(known => new JsonObject { ["discoveryName"] = known.DiscoveryName, ["discoveryArn"] = known.DiscoveryArn })]);
        return view;
    }

    /// <summary>The namespace is also there where the cluster's default stood for it.</summary>
    private static JsonObject Configured(JsonObject view, ServiceConnect? connect)
    {
        if (connect is not null)
            view["namespace"] ??= connect.NamespaceArn;
        return view;
    }

    private static JsonObject Of(ServiceEvent happened) =>
        new JsonObject { ["id"] = happened.Id.ToString(), ["createdAt"] = happened.CreatedAt.ToTimestamp(), ["message"] = happened.Message };

    private static int Running(IEnumerable<EcsTask> tasks) => tasks.Count(task => task.LastStatus == EcsTaskStatus.Running);

    private static int Pending(IEnumerable<EcsTask> tasks) => tasks.Count(task => task.IsPending);
}
