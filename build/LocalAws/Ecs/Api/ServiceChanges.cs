using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>CreateService, UpdateService and DeleteService: they change what is wanted, the scheduler does the rest.</summary>
internal sealed partial class ServiceChanges(EcsState state, TaskDefinitionCatalog catalog, DeploymentStart start, PlacementRules placement, EcsArns arns, TimeProvider time)
{
    /// <summary>The members that have a place of their own in <see cref="Service"/>; the rest of a request is shown again as it was given.</summary>
    private static readonly string[] Own = ["cluster", "service", "serviceName", "taskDefinition", "desiredCount", "clientToken", "forceNewDeployment", "role"];

    /// <summary>A change of these replaces the tasks, as a change of the task definition does.</summary>
    private static readonly string[] Redeploying = ["loadBalancers", "serviceRegistries", "serviceConnectConfiguration"];

    /// <summary>What UpdateService may not change where CodeDeploy controls the deployments.</summary>
    private static readonly string[] OfCodeDeploy = ["taskDefinition", "networkConfiguration", "loadBalancers", "serviceRegistries", "serviceConnectConfiguration", "platformVersion", "capacityProviderStrategy"];

    internal Service Create(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var name = request.RequiredText("serviceName");
        if (!ValidName().IsMatch(name))
            throw EcsErrors.InvalidParameter("Service name may have letters, digits, hyphens and underscores, 255 at most.");
        ServiceSupport.Check(request);
        ServiceRules.Check(request);
        placement.Check(request, cluster);
        var desired = DesiredCount(request);
        if (state.Service(cluster, name) is { Status: not ServiceStatus.Inactive } existing)
            return Repeated(existing, request);

        var service = new Service
        {
            Name = name,
            Arn = arns.Service(cluster, name),
            Cluster = cluster,
            Request = Comparable(request),
            Definition = WithoutOwn(request),
            DesiredCount = desired,
            Deployments = [],
            CreatedAt = time.GetUtcNow(),
        };
        ServiceRules.SetRebalancing(service.Definition);
        Begin(service, request);
        state.Services.RemoveAll(former => former.Cluster == cluster && former.Name == name);
        state.Services.Add(service);
        return service;
    }

    internal Service Update(JsonObject request)
    {
        var service = Active(request);
        ServiceSupport.Check(request);
        placement.Check(request, service.Cluster);
        RequireSameController(service, request);
        if (service.IsControlledByOthers)
            return UpdateControlled(service, request);
        if (service.IsDaemon)
            DaemonRules.Check(request);
        var desired = request.Number("desiredCount") ?? service.DesiredCount;
        var wanted = Wanted(service);
        // One that was deregistered since can still be scaled.
        var taskDefinition = request.Text("taskDefinition") is { } given ? Resolve(given, service.Cluster) : catalog.Find(wanted)!;
        var definition = Merged(service, request);
        ServiceRules.Check(definition);
        // It replaces no tasks, but is refused all the same.
        if (request.Flag("enableExecuteCommand") == true)
            ExecRules.CheckService(definition, taskDefinition);
        var replaces = start.Moves(service, taskDefinition, definition)
            || taskDefinition.Arn != wanted
            || request.Flag("forceNewDeployment") == true
            || Redeploying.Any(member => request[member] is { } given && !JsonNode.DeepEquals(given, service.Definition[member]));
        // A strategy that does not fit is refused now, and not by the deployment that comes next.
        var checks = replaces || request.Object("deploymentConfiguration")?.Text("strategy") is not null;
        var revision = checks ? start.Revision(service, taskDefinition, definition) : null;

        Scale(service, desired);
        service.Definition = definition;
        if (replaces)
        {
            LaunchView.Add(definition, revision!.Launch, asRequested: true);
            start.Begin(service, revision);
        }

        return service;
    }

    internal Service Delete(JsonObject request)
    {
        var service = Active(request);
        if (service is { IsDaemon: false, DesiredCount: > 0 } && request.Flag("force") != true)
            throw EcsErrors.InvalidParameter("The service cannot be stopped while it is scaled above 0.");
        service.DesiredCount = 0;
        service.Status = ServiceStatus.Draining;
        // Nobody brings it to its end any more. What ECS says of such a deployment is not known.
        service.CurrentDeployment?.End(ServiceDeploymentStatus.Stopped, "The service was deleted.", time.GetUtcNow());
        return service;
    }

    private static int DesiredCount(JsonObject request)
    {
        if (request.Text("schedulingStrategy") == "DAEMON")
        {
            DaemonRules.Check(request);
            // The scheduler counts the instances.
            return 0;
        }

        return request.Number("desiredCount") switch
        {
            null => throw EcsErrors.InvalidParameter("desiredCount is required for the scheduling strategy REPLICA."),
            < 0 => throw EcsErrors.InvalidParameter("desiredCount cannot be negative."),
            { } desired => desired,
        };
    }

    /// <summary>The service's definition with what a request changes; a strategy takes the place of a launch type.</summary>
    private static JsonObject Merged(Service service, JsonObject request)
    {
        var definition = service.Definition.DeepClone().AsObject();
        foreach (var (member, value) in WithoutOwn(request))
            definition[member] = value?.DeepClone();
        if (request.Objects("capacityProviderStrategy").Count > 0)
            definition.Remove("launchType");
        return definition;
    }

    /// <summary>The task definition that the service is on its way to: while it rolls back, the one from before, though the failed one is still PRIMARY.</summary>
    private static string Wanted(Service service) => service.CurrentDeployment is { RollsBack: true } current && service.Primary.Id == current.DeploymentId
        ? service.Deployments.Find(known => known.Id == current.SourceId)?.TaskDefinitionArn ?? service.LastCompleted?.TaskDefinitionArn ?? service.Primary.TaskDefinitionArn
        : service.Primary.TaskDefinitionArn;

    /// <summary>ECS can hand a service over to another controller, with conditions of its own.</summary>
    private static void RequireSameController(Service service, JsonObject request)
    {
        if (request.Object("deploymentController")?.Text("type") is { } wanted && wanted != (service.Definition.Object("deploymentController")?.Text("type") ?? "ECS"))
            throw EcsErrors.Unsupported("another 'deploymentController' of a service that is there");
    }

    private static Service UpdateControlled(Service service, JsonObject request)
    {
        if (OfCodeDeploy.FirstOrDefault(member => request[member] is not null) is { } member)
            throw EcsErrors.InvalidParameter(member == "taskDefinition"
                ? "Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."
                : $"Unable to update {member} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");
        if (request.Flag("forceNewDeployment") == true)
            throw EcsErrors.InvalidParameter("Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");
        ServiceSupport.RequireEcsController(request.Object("deploymentConfiguration"));
        ServiceRules.Check(Merged(service, request));
        Scale(service, request.Number("desiredCount") ?? service.DesiredCount);
        foreach (var (name, value) in WithoutOwn(request))
            service.Definition[name] = value?.DeepClone();
        return service;
    }

    private static void Scale(Service service, int desired)
    {
        if (desired < 0)
            throw EcsErrors.InvalidParameter("desiredCount cannot be negative.");
        if (desired != service.DesiredCount)
            service.Steady = false;
        service.DesiredCount = desired;
    }

    /// <summary>The first deployment; with CodeDeploy the first task set, which it takes over; with EXTERNAL none.</summary>
    private void Begin(Service service, JsonObject request)
    {
        var controller = service.Definition.Object("deploymentController")?.Text("type");
        var definition = request.Text("taskDefinition") is { } named && controller != "EXTERNAL" ? Resolve(named, service.Cluster) : null;
        ServiceRules.CheckCreation(request, definition?.Document.NetworkMode);
        if (controller == "EXTERNAL")
            return;
        var revision = start.Revision(service, definition ?? Resolve(request.RequiredText("taskDefinition"), service.Cluster), service.Definition);
        // What the cluster's defaults say later is not for this service.
        LaunchView.Add(service.Definition, revision.Launch, asRequested: true);
        if (controller != "CODE_DEPLOY")
        {
            start.Begin(service, revision);
            return;
        }

        if (revision.BalancedPorts.Count == 0)
            throw EcsErrors.InvalidParameter("A load balancer is required for services with a CODE_DEPLOY deployment controller.");
        var first = new TaskSet { ExternalId = "", StartedBy = "CODE_DEPLOY", Scale = 100, IsPrimary = true };
        service.Revisions.Add(revision);
        service.Deployments.Add(Deployment.Begin(Deployment.NewId(), revision, time.GetUtcNow(), first));
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

    private RegisteredTaskDefinition Resolve(string name, string cluster)
    {
        var found = catalog.Active(name);
        ServiceSupport.Check(found.Document);
        placement.Check(found.Registration, cluster);
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
