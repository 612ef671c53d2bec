using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// What the calls of ECS are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
/// That CreateService and UpdateService need iam:PassRole for the roles of a task definition, or for one that the service has and the request does not name, is not confirmed, so they are let.
/// </summary>
/// <param name="registrations">What was registered as a task definition, by its name; null when there is none.</param>
internal sealed class EcsPermissionSource(EcsArns arns, Func<string, CancellationToken, Task<JsonObject?>> registrations) : IPermissionSource
{
    private const string Tasks = "ecs-tasks.amazonaws.com";
    private const string Ecs = "ecs.amazonaws.com";
    private static readonly string[] TaskRoles = ["executionRoleArn", "taskRoleArn"];

    public string TargetPrefix => "AmazonEC2ContainerServiceV20141113";

    public async ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var registration = operation is "RunTask" or "StartTask" ? await registrations(request.Text("taskDefinition") ?? "", cancellationToken) : null;
        return Of(operation, request, registration)?.ToList();
    }

    private IEnumerable<PermissionRequest>? Of(string operation, JsonObject request, JsonObject? registration)
    {
        var action = $"ecs:{operation}";
        var cluster = EcsArns.NameOf(request.Text("cluster") ?? "default");
        switch (operation)
        {
            case "CreateCluster" or "DeleteCluster":
                return [Request.To(action, arns.Cluster(EcsArns.NameOf(request.Text("clusterName") ?? request.Text("cluster") ?? "default")))];
            case "DescribeClusters":
                return request.Texts("clusters").DefaultIfEmpty("default").Select(name => Request.To(action, arns.Cluster(EcsArns.NameOf(name))));
            case "ListServices" or "ListTasks":
                return [In(cluster, action, "*")];
            case "DescribeServices":
                return request.Texts("services").Select(name => In(cluster, action, arns.Service(cluster, EcsArns.NameOf(name))));
            case "DescribeTasks":
                return request.Texts("tasks").Select(id => In(cluster, action, arns.Task(cluster, EcsArns.NameOf(id))));
            case "StopTask":
                return [In(cluster, action, arns.Task(cluster, EcsArns.NameOf(request.Text("task") ?? "")))];
            case "ExecuteCommand":
                return [In(cluster, action, arns.Cluster(cluster)), In(cluster, action, arns.Task(cluster, EcsArns.NameOf(request.Text("task") ?? "")))];
            case "CreateService" or "UpdateService" or "DeleteService" or "ListServiceDeployments":
                var service = arns.Service(cluster, EcsArns.NameOf(request.Text("serviceName") ?? request.Text("service") ?? ""));
                return [In(cluster, action, service), .. TagsOf(request, service, operation), .. PassedToEcs(request)];
            case "RegisterTaskDefinition":
                var family = arns.TaskDefinitions(request.Text("family") ?? "");
                return [Request.To(action, family), .. TagsOf(request, family, operation), .. PassedToTasks(request, [])];
            case "RunTask" or "StartTask":
                var definition = request.Text("taskDefinition") ?? "";
                var run = definition.StartsWith("arn:", StringComparison.Ordinal) || definition.Contains(':', StringComparison.Ordinal) ? arns.TaskDefinitionOf(definition) : arns.TaskDefinitions(definition);
                return [In(cluster, action, run), .. TagsOf(request, arns.Task(cluster, "*"), operation), .. PassedToTasks(registration ?? [], request.Object("overrides") ?? [])];
            case "DescribeServiceDeployments":
                return request.Texts("serviceDeploymentArns").SelectMany(arn => WithService(action, arn));
            case "DescribeServiceRevisions":
                return request.Texts("serviceRevisionArns").SelectMany(arn => WithService(action, arn));
            case "StopServiceDeployment" or "ContinueServiceDeployment":
                return WithService(action, request.Text("serviceDeploymentArn") ?? "");
            case "TagResource" or "UntagResource" or "ListTagsForResource":
                IReadOnlyList<string> keys = operation == "TagResource" ? KeysOf(request) : request.Texts("tagKeys");
                return [Request.To(action, request.Text("resourceArn") ?? "*", ("aws:TagKeys", keys))];
            default:
                return null;
        }
    }

    private PermissionRequest In(string cluster, string action, string resource) => Request.To(action, resource, ("ecs:cluster", [arns.Cluster(cluster)]));

    /// <summary>Both the part and the service that it is of, whose names are in it.</summary>
    private IEnumerable<PermissionRequest> WithService(string action, string arn) => arn.Split('/') is [_, var cluster, var service, _]
        ? [In(cluster, action, arns.Service(cluster, service)), In(cluster, action, arn)]
        : [Request.To(action, arn)];

    private static IReadOnlyList<string> KeysOf(JsonObject request) => [.. request.Objects("tags").Select(tag => tag.Text("key") ?? "")];

    private static IEnumerable<PermissionRequest> TagsOf(JsonObject request, string resource, string operation) =>
        KeysOf(request) is { Count: > 0 } keys ? [Request.To("ecs:TagResource", resource, ("ecs:CreateAction", [operation]), ("aws:TagKeys", keys))] : [];

    /// <summary>The roles that tasks take on (ECS developer guide, "Amazon ECS task IAM role" and "Amazon ECS task execution IAM role"): one that is overridden is not passed.</summary>
    private IEnumerable<PermissionRequest> PassedToTasks(JsonObject definition, JsonObject overrides) => TaskRoles
        .Select(member => overrides.Text(member) is { Length: > 0 } other ? other : definition.Text(member)).OfType<string>().Where(role => role.Length > 0).Distinct().Select(role => Pass(role, Tasks));

    /// <summary>The roles that ECS itself takes on for a service, of load balancers, hooks and volumes (ECS developer guide, "Amazon ECS infrastructure IAM role"), wherever the request names one.</summary>
    private IEnumerable<PermissionRequest> PassedToEcs(JsonNode? request) => RolesIn(request).Distinct().Select(role => Pass(role, Ecs));

    private static IEnumerable<string> RolesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "roleArn", Value: JsonValue value } && value.TryGetValue<string>(out var role) && role.Length > 0 ? [role] : RolesIn(member.Value)),
        JsonArray items => items.SelectMany(RolesIn),
        _ => [],
    };

    private PermissionRequest Pass(string role, string service) => Request.To("iam:PassRole", arns.Role(role), ("iam:PassedToService", [service]));
}
