using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions, StopServiceDeployment, ContinueServiceDeployment.</summary>
public sealed class ServiceDeploymentOperations(EcsState state, ServiceDeploymentView view, TimeProvider time) : IOperations
{
    private const int DescribedAtOnce = 20;
    private const string NoSource = "The service deployment cannot be rolled back: there is no earlier service revision.";

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["ListServiceDeployments"] = List,
        ["DescribeServiceDeployments"] = Describe,
        ["DescribeServiceRevisions"] = DescribeRevisions,
        ["StopServiceDeployment"] = Stop,
        ["ContinueServiceDeployment"] = Continue,
    };

    private JsonObject List(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var service = state.Service(cluster, EcsArns.NameOf(request.RequiredText("service"))) ?? throw EcsErrors.ServiceNotFound();
        var statuses = request.Texts("status");
        var created = request.Object("createdAt");
        var found = service.ServiceDeployments.Where(deployment =>
            (statuses.Count == 0 || statuses.Contains(ServiceDeploymentView.Text(deployment.Status)))
            && (created?.Real("after") is not { } after || Seconds(deployment.CreatedAt) >= after)
            && (created?.Real("before") is not { } before || Seconds(deployment.CreatedAt) <= before));
        return Page.Of(request, "serviceDeployments", [.. found.Select(deployment => view.Brief(service, deployment))]);
    }

    private JsonObject Describe(JsonObject request) => Answer(
        request,
        "serviceDeploymentArns",
        "serviceDeployments",
        arn => Find(arn) is var (service, deployment) ? view.Of(service, deployment) : null);

    private JsonObject DescribeRevisions(JsonObject request) => Answer(
        request,
        "serviceRevisionArns",
        "serviceRevisions",
        arn => state.Services.SelectMany(service => service.Revisions.Select(revision => (Service: service, Revision: revision)))
            .Where(known => known.Revision.Arn == arn).Select(known => view.Of(known.Service, known.Revision)).FirstOrDefault());

    private JsonObject Stop(JsonObject request)
    {
        var arn = request.RequiredText("serviceDeploymentArn");
        var deployment = Require(arn);
        if (request.Text("stopType") is { } type && type is not ("ROLLBACK" or "ABORT"))
            throw EcsErrors.InvalidParameter($"stopType '{type}' is not one of ROLLBACK and ABORT.");
        if (request.Text("stopType") == "ABORT")
            throw EcsErrors.Unsupported("the stopType ABORT of a service deployment");
        if (deployment.HasEnded || deployment.RollsBack)
            throw new AwsErrorException("ConflictException", $"The service deployment is in the status {ServiceDeploymentView.Text(deployment.Status)} and cannot be stopped.");
        if (deployment.SourceRevisions.Count == 0)
            throw new AwsErrorException("ConflictException", NoSource);
        deployment.Status = ServiceDeploymentStatus.RollbackRequested;
        deployment.UpdatedAt = time.GetUtcNow();
        return new() { ["serviceDeploymentArn"] = arn };
    }

    /// <summary>Answers a lifecycle hook that waits. Its errors are those of ECS's model; their words are not known.</summary>
    private JsonObject Continue(JsonObject request)
    {
        var arn = request.RequiredText("serviceDeploymentArn");
        var id = request.RequiredText("hookId");
        var action = request.Text("action") ?? LifecycleHook.Continue;
        if (action is not (LifecycleHook.Continue or LifecycleHook.Rollback))
            throw EcsErrors.InvalidParameter($"action '{action}' is not one of {LifecycleHook.Continue} and {LifecycleHook.Rollback}.");
        var deployment = Require(arn);
        var hook = deployment.Hooks.Find(run => run.Id == id) ?? throw EcsErrors.InvalidParameter($"The service deployment has no lifecycle hook with the hookId {id}.");
        if (deployment.Status != ServiceDeploymentStatus.InProgress)
            throw EcsErrors.InvalidParameter($"The service deployment is in the status {ServiceDeploymentView.Text(deployment.Status)} and cannot be continued.");
        if (hook.Status != HookStatus.AwaitingAction)
            throw EcsErrors.InvalidParameter($"The lifecycle hook {id} is in the status {ServiceDeploymentView.Text(hook.Status)} and not AWAITING_ACTION.");
        if (action == LifecycleHook.Rollback && deployment.SourceRevisions.Count == 0)
            throw EcsErrors.InvalidParameter(NoSource);
        hook.Status = action == LifecycleHook.Continue ? HookStatus.Succeeded : HookStatus.Failed;
        deployment.UpdatedAt = time.GetUtcNow();
        return new() { ["serviceDeploymentArn"] = arn };
    }

    private ServiceDeployment Require(string arn) => Find(arn)?.Deployment ?? throw new AwsErrorException("ServiceDeploymentNotFoundException", "Service deployment not found.");

    private static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;

    private static JsonObject Answer(JsonObject request, string asked, string answered, Func<string, JsonObject?> find)
    {
        var names = request.Texts(asked);
        if (names.Count is 0 or > DescribedAtOnce)
            throw EcsErrors.InvalidParameter(names.Count == 0 ? $"{asked} cannot be empty." : $"{asked} cannot be more than {DescribedAtOnce}.");
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names)
        {
            if (find(name) is { } one)
                found.Add(one);
            else
                failures.Add(new JsonObject { ["arn"] = name, ["reason"] = "MISSING" });
        }

        return new() { [answered] = found, ["failures"] = failures };
    }

    private (Service Service, ServiceDeployment Deployment)? Find(string arn)
    {
        foreach (var service in state.Services)
        {
            if (service.ServiceDeployments.Find(known => known.Arn == arn) is { } deployment)
                return (service, deployment);
        }

        return null;
    }
}
