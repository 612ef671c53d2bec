using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>CreateTaskSet, DescribeTaskSets, UpdateTaskSet, UpdateServicePrimaryTaskSet and DeleteTaskSet: what a deployment controller like CodeDeploy works with.</summary>
internal sealed class TaskSetOperations(EcsState state, TaskDefinitionCatalog catalog, DeploymentStart start, PlacementRules placement, TaskSetView view, TimeProvider time) : IOperations
{
    /// <summary>One of them at most.</summary>
    private static readonly string[] LaunchMembers = ["launchType", "capacityProviderStrategy"];

    private static readonly string[] NetworkMembers = ["platformVersion", "networkConfiguration"];

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["CreateTaskSet"] = Create,
        ["DescribeTaskSets"] = Describe,
        ["UpdateTaskSet"] = Update,
        ["UpdateServicePrimaryTaskSet"] = MakePrimary,
        ["DeleteTaskSet"] = Delete,
    };

    private JsonObject Create(JsonObject request)
    {
        var service = Controlled(request);
        var token = request.Text("clientToken");
        if (token is not null && service.Deployments.Find(known => known.TaskSet!.ClientToken == token) is { } repeated)
            return Answer(service, repeated);
        var taskDefinition = catalog.Active(request.RequiredText("taskDefinition"));
        ServiceSupport.Check(taskDefinition.Document);
        placement.Check(taskDefinition.Registration, service.Cluster);
        var definition = Definition(service, request);
        var revision = start.Revision(service, taskDefinition, definition);
        var taskSet = new TaskSet
        {
            ExternalId = request.Text("externalId") ?? "",
            StartedBy = service.Definition.Object("deploymentController")!.Text("type")!,
            ClientToken = token,
            Scale = Scale(request) ?? 100,
            Tags = request["tags"]?.DeepClone().AsArray(),
        };
        var created = Deployment.Begin(Deployment.NewId(), revision, time.GetUtcNow(), taskSet);
        service.Revisions.Add(revision);
        service.Deployments.Add(created);
        service.Steady = false;
        return Answer(service, created);
    }

    /// <summary>What the service has, with the load balancers, the network and the launch type or capacity providers of the task set.</summary>
    private static JsonObject Definition(Service service, JsonObject request)
    {
        var definition = service.Definition.DeepClone().AsObject();
        definition["loadBalancers"] = request["loadBalancers"]?.DeepClone() ?? new JsonArray();
        if (LaunchMembers.Any(member => request[member] is not null))
        {
            foreach (var member in LaunchMembers)
                definition[member] = request[member]?.DeepClone();
        }

        foreach (var member in NetworkMembers.Where(member => request[member] is not null))
            definition[member] = request[member]!.DeepClone();
        return definition;
    }

    private JsonObject Describe(JsonObject request)
    {
        var service = Controlled(request);
        var names = request.Texts("taskSets");
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names.Count > 0 ? names : [.. service.Deployments.Select(known => known.Id)])
        {
            if (Find(service, name) is { } deployment)
                found.Add(Page.Described(request, view.Of(service, deployment)));
            else
                failures.Add(new JsonObject { ["arn"] = name, ["reason"] = "MISSING" });
        }

        return new() { ["taskSets"] = found, ["failures"] = failures };
    }

    private JsonObject Update(JsonObject request)
    {
        var service = Controlled(request);
        var deployment = Find(service, request.RequiredText("taskSet")) ?? throw NotFound();
        deployment.TaskSet!.Scale = Scale(request) ?? throw EcsErrors.InvalidParameter("scale cannot be null.");
        return Changed(service, deployment);
    }

    private JsonObject MakePrimary(JsonObject request)
    {
        var service = Controlled(request);
        var deployment = Find(service, request.RequiredText("primaryTaskSet")) ?? throw NotFound();
        foreach (var other in service.Deployments)
            other.TaskSet!.IsPrimary = other == deployment;
        service.Deployments.Remove(deployment);
        service.Deployments.Insert(0, deployment);
        return Changed(service, deployment);
    }

    private JsonObject Delete(JsonObject request)
    {
        var service = Controlled(request);
        var deployment = Find(service, request.RequiredText("taskSet")) ?? throw NotFound();
        if (request.Flag("force") != true && deployment.TaskSet!.Scale > 0)
            throw EcsErrors.InvalidParameter("The task set cannot be deleted while it is scaled above 0.");
        deployment.TaskSet!.IsDraining = true;
        deployment.TaskSet.IsPrimary = false;
        return Changed(service, deployment);
    }

    private JsonObject Changed(Service service, Deployment deployment)
    {
        deployment.UpdatedAt = time.GetUtcNow();
        service.Steady = false;
        return Answer(service, deployment);
    }

    private JsonObject Answer(Service service, Deployment deployment) => new() { ["taskSet"] = view.Of(service, deployment) };

    private static decimal? Scale(JsonObject request)
    {
        if (request.Object("scale") is not { } scale)
            return null;
        var value = scale.Real("value") ?? 100;
        return scale.Text("unit") is null or "PERCENT" && value is >= 0 and <= 100
            ? value
            : throw EcsErrors.InvalidParameter("scale must be a value between 0 and 100 with the unit PERCENT.");
    }

    private static Deployment? Find(Service service, string nameOrArn) =>
        service.Deployments.Find(known => EcsArns.NameOf(known.Id) == EcsArns.NameOf(nameOrArn));

    private static AwsErrorException NotFound() => new("TaskSetNotFoundException", "The specified task set wasn't found.");

    private Service Controlled(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var service = state.Service(cluster, EcsArns.NameOf(request.RequiredText("service"))) ?? throw EcsErrors.ServiceNotFound();
        if (service.Status != ServiceStatus.Active)
            throw EcsErrors.ServiceNotActive();
        return service.IsControlledByOthers
            ? service
            : throw EcsErrors.InvalidParameter("Amazon ECS only supports task sets for services with an EXTERNAL or CODE_DEPLOY deployment controller.");
    }
}
