using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>A service on the page.</summary>
internal static class ServiceCard
{
    private const int EventsInSight = 6;

    public static Html Of(ServiceSnapshot snapshot)
    {
        var service = snapshot.Service;
        var name = service.Text("serviceName")!;
        var cluster = EcsArns.NameOf(service.Text("clusterArn")!);
        var (tone, word) = snapshot.Paused is null ? StateOf(service) : (PageTone.Busy, "paused");
        return Html.Of($"""
            <article class="card {tone.ToString().ToLowerInvariant()}">
            <header><h3>{name}</h3>{PageParts.State(tone, word)}<span class="quiet">cluster {cluster} · {Family(service.Text("taskDefinition"))}</span>
            <span class="numbers"><b>{service.Number("runningCount") ?? 0}</b> running · <b>{service.Number("pendingCount") ?? 0}</b> pending · <b>{service.Number("desiredCount") ?? 0}</b> desired</span></header>
            {Deployments(service)}{(snapshot.Paused is { } paused ? Pause(paused) : Html.Nothing)}{TaskSets(service)}
            <h4>Tasks</h4>{TaskTable.Of($"Tasks of {name}", snapshot.Tasks)}
            <h4>Events</h4>{Events(service, $"events-{cluster}-{name}")}
            </article>

            """);
    }

    private static (PageTone Tone, string Word) StateOf(JsonObject service)
    {
        var deployments = service.Objects("deployments");
        var primary = deployments.Count > 0 ? deployments[0] : null;
        var complete = service.Number("runningCount") == service.Number("desiredCount");
        return service.Text("status") switch
        {
            "DRAINING" => (PageTone.Busy, "draining"),
            _ when primary?.Text("rolloutState") == "FAILED" => (PageTone.Bad, "deployment failed"),
            _ when deployments.Any(deployment => deployment.Number("failedTasks") > 0 && deployment.Text("rolloutState") != "COMPLETED") => (PageTone.Bad, "tasks fail"),
            _ when primary?.Text("rolloutState") == "IN_PROGRESS" => (PageTone.Busy, "deploying"),
            _ when service.Objects("taskSets").Count > 1 => (PageTone.Busy, "deploying"),
            _ => complete ? (PageTone.Good, "steady") : (PageTone.Busy, "not at its desired count"),
        };
    }

    private static Html Deployments(JsonObject service)
    {
        var deployments = service.Objects("deployments");
        if (deployments.Count == 0)
            return Html.Nothing;
        var rows = deployments.Select(IReadOnlyList<Html> (deployment) =>
        [
            Html.Of($"<span class=\"id\">{Short(deployment.Text("id"))}</span>"),
            Html.Of($"{deployment.Text("status")}"),
            PageParts.State(ToneOf(deployment.Text("rolloutState")), deployment.Text("rolloutState")),
            Html.Of($"<span class=\"why\">{deployment.Text("rolloutStateReason")}</span>"),
            Html.Of($"{Family(deployment.Text("taskDefinition"))}"),
            Html.Of($"{deployment.Number("desiredCount") ?? 0}"),
            Html.Of($"{deployment.Number("pendingCount") ?? 0}"),
            Html.Of($"{deployment.Number("runningCount") ?? 0}"),
            Html.Of($"{deployment.Number("failedTasks") ?? 0}"),
        ]);
        string[] columns = ["Deployment", "Status", "Rollout", "Reason", "Task definition", "Desired", "Pending", "Running", "Failed"];
        return Html.Of($"<h4>Deployments</h4>{PageParts.Table($"Deployments of {service.Text("serviceName")}", columns, rows)}");
    }

    /// <summary>Where a deployment waits, and what ends that.</summary>
    private static Html Pause(JsonObject deployment)
    {
        var hooks = deployment.Objects("lifecycleHookDetails").Where(hook => hook.Text("status") == "AWAITING_ACTION").ToList();
        var first = hooks.MinBy(hook => hook.Real("expiresAt"))!;
        var arn = deployment.Text("serviceDeploymentArn");
        var commands = hooks.Select(hook => Html.Of($"<br><code>aws ecs continue-service-deployment --service-deployment-arn {arn} --hook-id {hook.Text("hookId")} --action CONTINUE</code>"));
        return Html.Of($"""
            <p>Paused at {deployment.Text("lifecycleStage")} since {PageParts.Time(Time(deployment["updatedAt"]))} until {PageParts.Time(Time(first["expiresAt"]))}, when ECS {(first.Text("timeoutAction") == "CONTINUE" ? "continues it" : "rolls it back")}.
            <code>./build.sh --target=Continue --env=ENVIRONMENT</code> continues it, and with <code>--rollback</code> rolls it back; or, with the action CONTINUE or ROLLBACK:{commands}</p>
            """);
    }

    /// <summary>Of a service that CodeDeploy or someone else deploys.</summary>
    private static Html TaskSets(JsonObject service)
    {
        var sets = service.Objects("taskSets");
        if (sets.Count == 0)
            return Html.Nothing;
        var rows = sets.Select(IReadOnlyList<Html> (set) =>
        [
            Html.Of($"<span class=\"id\">{Short(set.Text("id"))}</span>"),
            Html.Of($"{set.Text("status")}"),
            PageParts.State(set.Text("stabilityStatus") == "STEADY_STATE" ? PageTone.Good : PageTone.Busy, set.Text("stabilityStatus")),
            Html.Of($"{Family(set.Text("taskDefinition"))}"),
            Html.Of($"{set.Number("computedDesiredCount") ?? 0}"),
            Html.Of($"{set.Number("pendingCount") ?? 0}"),
            Html.Of($"{set.Number("runningCount") ?? 0}"),
        ]);
        string[] columns = ["Task set", "Status", "Stability", "Task definition", "Desired", "Pending", "Running"];
        return Html.Of($"<h4>Task sets</h4>{PageParts.Table($"Task sets of {service.Text("serviceName")}", columns, rows)}");
    }

    private static Html Events(JsonObject service, string id)
    {
        var events = service.Objects("events").Select(happened =>
            Html.Of($"<li>{PageParts.Time(Time(happened["createdAt"]))}<span>{happened.Text("message")}</span></li>")).ToList();
        if (events.Count == 0)
            return PageParts.Empty("None yet.");
        var rest = events.Count <= EventsInSight ? Html.Nothing
            : Html.Of($"<details id=\"{id}\"><summary>{events.Count - EventsInSight} earlier</summary><ul class=\"events\">{events.Skip(EventsInSight)}</ul></details>");
        return Html.Of($"<ul class=\"events\">{events.Take(EventsInSight)}</ul>{rest}");
    }

    private static PageTone ToneOf(string? rolloutState) => rolloutState switch
    {
        "COMPLETED" => PageTone.Good,
        "FAILED" => PageTone.Bad,
        _ => PageTone.Busy,
    };

    private static DateTimeOffset? Time(JsonNode? timestamp) =>
        timestamp is null ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)(timestamp.GetValue<decimal>() * 1000));

    private static string Family(string? taskDefinitionArn) => EcsArns.NameOf(taskDefinitionArn ?? "");

    /// <summary>The digits of <c>ecs-svc/1234567890123456789</c> that tell two deployments apart.</summary>
    private static string Short(string? id) => EcsArns.NameOf(id ?? "") is { Length: > 8 } digits ? digits[^8..] : EcsArns.NameOf(id ?? "");
}
