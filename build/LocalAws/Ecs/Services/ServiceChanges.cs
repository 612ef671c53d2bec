using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecs.Clusters;
using Slipway.LocalAws.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Services;

/// <summary>CreateService, UpdateService and DeleteService: they change what is wanted, the scheduler does the rest.</summary>
public sealed partial class ServiceChanges(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, TimeProvider time)
{
    /// <summary>The members that have a place of their own in <see cref="Service"/>; the rest of a request is shown again as it was given.</summary>
    private static readonly string[] Own = ["cluster", "service", "serviceName", "taskDefinition", "desiredCount", "clientToken", "forceNewDeployment", "role"];

    /// <summary>A change of these replaces the tasks, as a change of the task definition does.</summary>
    private static readonly string[] Redeploying = ["networkConfiguration", "capacityProviderStrategy", "platformVersion"];

    internal Service Create(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var name = request.RequiredText("serviceName");
        if (!ValidName().IsMatch(name))
            throw EcsErrors.InvalidParameter("Service name may have letters, digits, hyphens and underscores, 255 at most.");
        ServiceSupport.Check(request);
        var desired = request.Number("desiredCount") ?? throw EcsErrors.InvalidParameter("desiredCount is required for the scheduling strategy REPLICA.");
        if (desired < 0)
            throw EcsErrors.InvalidParameter("desiredCount cannot be negative.");
        var taskDefinition = Resolve(request.RequiredText("taskDefinition"));
        if (state.Service(cluster, name) is { Status: not ServiceStatus.Inactive } existing)
            return Repeated(existing, request);

        var now = time.GetUtcNow();
        var service = new Service
        {
            Name = name,
            Arn = arns.Service(cluster, name),
            Cluster = cluster,
            Request = Comparable(request),
            Definition = WithoutOwn(request),
            DesiredCount = desired,
            Deployments = [Deployment.Begin(taskDefinition.Arn, now)],
            CreatedAt = now,
        };
        state.Services.RemoveAll(former => former.Cluster == cluster && former.Name == name);
        state.Services.Add(service);
        return service;
    }

    internal Service Update(JsonObject request)
    {
        var service = Active(request);
        ServiceSupport.Check(request);
        var desired = request.Number("desiredCount") ?? service.DesiredCount;
        if (desired < 0)
            throw EcsErrors.InvalidParameter("desiredCount cannot be negative.");
        var taskDefinition = request.Text("taskDefinition") is { } name ? Resolve(name).Arn : service.Primary.TaskDefinitionArn;
        var replaces = taskDefinition != service.Primary.TaskDefinitionArn
            || request.Flag("forceNewDeployment") == true
            || Redeploying.Any(member => request[member] is { } given && !JsonNode.DeepEquals(given, service.Definition[member]));

        foreach (var (member, value) in WithoutOwn(request))
            service.Definition[member] = value?.DeepClone();
        if (desired != service.DesiredCount)
            service.Steady = false;
        service.DesiredCount = desired;
        if (replaces)
        {
            service.Steady = false;
            service.Deployments.Insert(0, Deployment.Begin(taskDefinition, time.GetUtcNow()));
        }

        return service;
    }

    internal Service Delete(JsonObject request)
    {
        var service = Active(request);
        if (service.DesiredCount > 0 && request.Flag("force") != true)
            throw EcsErrors.InvalidParameter("The service cannot be stopped while it is scaled above 0.");
        service.DesiredCount = 0;
        service.Status = ServiceStatus.Draining;
        return service;
    }

    private static Service Repeated(Service existing, JsonObject request)
    {
        if (existing.Status == ServiceStatus.Draining)
            throw EcsErrors.InvalidParameter("Unable to Start a service that is still Draining.");
        return JsonNode.DeepEquals(existing.Request, Comparable(request))
            ? existing
            : throw EcsErrors.InvalidParameter("Creation of service was not idempotent.");
    }

    private Service Active(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var service = state.Service(cluster, EcsArns.NameOf(request.RequiredText("service"))) ?? throw EcsErrors.ServiceNotFound();
        return service.Status == ServiceStatus.Active ? service : throw EcsErrors.ServiceNotActive();
    }

    private RegisteredTaskDefinition Resolve(string name)
    {
        var found = catalog.Find(name) ?? throw EcsErrors.TaskDefinitionNotFound();
        if (found.DeregisteredAt is not null)
            throw EcsErrors.TaskDefinitionInactive();
        ServiceSupport.Check(found.Document);
        return found;
    }

    private static JsonObject WithoutOwn(JsonObject request)
    {
        var rest = request.DeepClone().AsObject();
        foreach (var member in Own)
            rest.Remove(member);
        foreach (var member in rest.Where(member => member.Value is null).Select(member => member.Key).ToList())
            rest.Remove(member);
        return rest;
    }

    /// <summary>A client token is new in each request of the SDKs that fill it in.</summary>
    private static JsonObject Comparable(JsonObject request)
    {
        var comparable = request.DeepClone().AsObject();
        comparable.Remove("clientToken");
        return comparable;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex ValidName();
}
