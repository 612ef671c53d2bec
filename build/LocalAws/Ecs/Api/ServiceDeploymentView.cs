using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Service deployments and revisions as the API shows them.</summary>
public sealed partial class ServiceDeploymentView(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns)
{
    /// <summary><c>RollbackInProgress</c> as <c>ROLLBACK_IN_PROGRESS</c>.</summary>
    internal static string Text(Enum value) => InnerCapital().Replace(value.ToString(), "_$0").ToUpperInvariant();

    internal JsonObject Brief(Service service, ServiceDeployment deployment)
    {
        var view = new JsonObject
        {
            ["serviceDeploymentArn"] = deployment.Arn,
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = arns.Cluster(service.Cluster),
            ["createdAt"] = deployment.CreatedAt.ToTimestamp(),
            ["startedAt"] = deployment.CreatedAt.ToTimestamp(),
            ["targetServiceRevisionArn"] = deployment.TargetRevision,
            ["status"] = Text(deployment.Status),
        };
        view.AddTime("finishedAt", deployment.FinishedAt);
        if (deployment.StatusReason is { } reason)
            view["statusReason"] = reason;
        return view;
    }

    internal JsonObject Of(Service service, ServiceDeployment deployment)
    {
        var view = Brief(service, deployment);
        view.Remove("targetServiceRevisionArn");
        view["updatedAt"] = deployment.UpdatedAt.ToTimestamp();
        view["deploymentConfiguration"] = deployment.Configuration.DeepClone();
        var share = deployment.Share ?? TrafficShare.None;
        view["targetServiceRevision"] = Summary(service, deployment.TargetRevision, deployment.Stage is null ? null : share);
        view["sourceServiceRevisions"] = new JsonArray(
            [.. deployment.SourceRevisions.Select(arn => Summary(service, arn, deployment.Stage is null ? null : new(100 - share.Production, 100 - share.Test)))]);
        if ((deployment.PausedAt ?? deployment.Stage) is { } stage)
            view["lifecycleStage"] = Shown(stage);
        if (deployment.Hooks.Count > 0)
            view["lifecycleHookDetails"] = new JsonArray([.. deployment.Hooks.Select(Of)]);
        if (deployment.Status == ServiceDeploymentStatus.Stopped)
            view.AddTime("stoppedAt", deployment.FinishedAt);
        if (deployment.RollbackAt is { } at)
        {
            view["rollback"] = new JsonObject
            {
                ["reason"] = deployment.RollbackReason,
                ["startedAt"] = at.ToTimestamp(),
                ["serviceRevisionArn"] = deployment.SourceRevisions[0],
            };
        }

        view["deploymentCircuitBreaker"] = Breaker(service, deployment);
        if (deployment.Configuration.Object("alarms") is { } alarms)
            view["alarms"] = Alarms(deployment, alarms);
        return view;
    }

    internal JsonObject Of(Service service, ServiceRevision revision)
    {
        var document = catalog.Find(revision.TaskDefinitionArn)!.Document;
        var view = new JsonObject
        {
            ["serviceRevisionArn"] = revision.Arn,
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = arns.Cluster(service.Cluster),
            ["taskDefinition"] = revision.TaskDefinitionArn,
            ["loadBalancers"] = revision.Definition["loadBalancers"]?.DeepClone() ?? new JsonArray(),
            ["serviceRegistries"] = revision.Definition["serviceRegistries"]?.DeepClone() ?? new JsonArray(),
            ["containerImages"] = new JsonArray([.. document.Containers.Select(container => Image(service, revision, container.Name, container.Image))]),
            ["guardDutyEnabled"] = false,
            ["createdAt"] = revision.CreatedAt.ToTimestamp(),
        };
        if (revision.Definition["serviceConnectConfiguration"] is { } connect)
            view["serviceConnectConfiguration"] = connect.DeepClone();
        LaunchView.Add(view, revision.Launch, asRequested: false);
        if (revision.BalancedPorts.Count > 0)
            view["resolvedConfiguration"] = new JsonObject { ["loadBalancers"] = new JsonArray([.. revision.BalancedPorts.Select(port => new JsonObject { ["targetGroupArn"] = port.TargetGroupArn })]) };
        return view;
    }

    /// <summary>ECS has no <c>lifecycleStage</c> PRE_PRODUCTION_TRAFFIC_SHIFT; what it shows at a hook of that name is not known.</summary>
    private static string Shown(LifecycleStage stage) => Text(stage == LifecycleStage.PreProductionTrafficShift ? LifecycleStage.ProductionTrafficShift : stage);

    private static JsonObject Of(HookRun run) => new()
    {
        ["hookId"] = run.Id,
        ["targetType"] = "PAUSE",
        ["status"] = Text(run.Status),
        ["expiresAt"] = run.ExpiresAt.ToTimestamp(),
        ["timeoutAction"] = run.TimeoutAction,
    };

    private static JsonObject Image(Service service, ServiceRevision revision, string container, string image)
    {
        var view = new JsonObject { ["containerName"] = container, ["image"] = image };
        var reference = service.Deployments.Find(known => known.RevisionArn == revision.Arn)?.References.GetValueOrDefault(container) ?? image;
        if (reference.IndexOf('@', StringComparison.Ordinal) is var at and > 0)
            view["imageDigest"] = reference[(at + 1)..];
        return view;
    }

    private static JsonObject Breaker(Service service, ServiceDeployment deployment)
    {
        var breaker = DeploymentLimits.Of(deployment.Configuration).Breaker;
        var threshold = breaker.Threshold(service.DesiredCount);
        var status = !breaker.Enabled ? "DISABLED"
            : deployment.FailureCount >= threshold ? "TRIGGERED"
            : deployment.HasEnded ? "MONITORING_COMPLETE"
            : "MONITORING";
        return new() { ["status"] = status, ["failureCount"] = deployment.FailureCount, ["threshold"] = threshold };
    }

    /// <summary>Alarms of which one was in ALARM at the beginning count as DISABLED here; ECS's own status for that is not known.</summary>
    private static JsonObject Alarms(ServiceDeployment deployment, JsonObject configured) => new()
    {
        ["status"] = deployment.WatchedAlarms.Count == 0 ? "DISABLED"
            : deployment.TriggeredAlarms.Count > 0 ? "TRIGGERED"
            : deployment.HasEnded ? "MONITORING_COMPLETE"
            : "MONITORING",
        ["alarmNames"] = configured["alarmNames"]?.DeepClone() ?? new JsonArray(),
        ["triggeredAlarmNames"] = new JsonArray([.. deployment.TriggeredAlarms.Select(name => JsonValue.Create(name))]),
    };

    private JsonObject Summary(Service service, string revisionArn, TrafficShare? share)
    {
        var ids = service.Deployments.Where(known => known.RevisionArn == revisionArn).Select(known => known.Id).ToHashSet();
        var tasks = state.TasksOf(service).Where(task => !task.IsStopped && task.DeploymentId is { } id && ids.Contains(id)).ToList();
        var summary = new JsonObject
        {
            ["arn"] = revisionArn,
            ["requestedTaskCount"] = tasks.Count(task => !task.StopRequested),
            ["runningTaskCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            ["pendingTaskCount"] = tasks.Count(task => task.IsPending),
        };
        if (share is not null)
        {
            summary["requestedProductionTrafficWeight"] = share.Production;
            summary["requestedTestTrafficWeight"] = share.Test;
        }

        return summary;
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}
