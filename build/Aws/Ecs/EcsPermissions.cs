using Slipway.Aws.Permissions;

namespace Slipway.Aws.Ecs;

/// <summary>
/// What the operations of ECS need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
/// Services and tasks have ARNs with their cluster's name (the long format, which all accounts have had since 2021).
/// </summary>
internal static class EcsPermissions
{
    private const string Tasks = "ecs-tasks.amazonaws.com";

    private static readonly ResourceShape Cluster = ResourceShape.Of("ecs", "cluster/{cluster}");
    private static readonly ResourceShape Service = ResourceShape.Of("ecs", "service/{cluster}/{service}");

    /// <summary>One whose definition has tags.</summary>
    private static readonly ResourceShape TaggedService = ResourceShape.Of("ecs", "service/{cluster}/{taggedService}");

    /// <summary>One of several that are deployed together.</summary>
    private static readonly ResourceShape MarkedService = ResourceShape.Of("ecs", "service/{cluster}/{markedService}");

    /// <summary>One whose scaling is suspended while it is deployed.</summary>
    private static readonly ResourceShape ScaledService = ResourceShape.Of("ecs", "service/{cluster}/{scaledService}");

    private static readonly ResourceShape Task = ResourceShape.Of("ecs", "task/{cluster}/*");
    private static readonly ResourceShape TaskDefinition = ResourceShape.Of("ecs", "task-definition/{family}:*");
    private static readonly ResourceShape Deployment = ResourceShape.Of("ecs", "service-deployment/{cluster}/{service}/*");
    private static readonly ResourceShape Revision = ResourceShape.Of("ecs", "service-revision/{cluster}/{service}/*");

    private static readonly ActionCondition OwnTags = new("ForAllValues:StringLike", "aws:TagKeys", "slipway:*");

    private static readonly ActionCondition InCluster = new("ArnEquals", "ecs:cluster", Cluster.Arn);

    /// <summary>ECS takes on the roles of a task definition for its tasks (IAM User Guide, "Grant a user permissions to pass a role to an AWS service").</summary>
    private static readonly RequiredAction PassRole = new("iam:PassRole", new("{role}"), new ActionCondition("StringEquals", "iam:PassedToService", Tasks))
    {
        Because = "ECS takes on the roles of the task definition",
    };

    /// <summary>
    /// ECS takes on the roles that a service names: in <c>advancedConfiguration</c> of its load balancer, to shift its traffic, and in hooks (ECS developer guide, "Amazon ECS infrastructure IAM role for load
    /// balancers", "Permission to pass the infrastructure role to Amazon ECS"). The guide does not tell whether an update that names no load balancer is checked for it.
    /// </summary>
    private static readonly RequiredAction PassInfrastructureRole = new("iam:PassRole", new("{infrastructureRole}"), new ActionCondition("StringEquals", "iam:PassedToService", "ecs.amazonaws.com"))
    {
        Because = "ECS takes on the roles of the service: of its load balancer (advancedConfiguration), of hooks",
        IsUnconfirmed = true,
    };

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("DescribeClusters", new RequiredAction("ecs:DescribeClusters", Cluster)),
        Row("DescribeServices", new RequiredAction("ecs:DescribeServices", Service)),

        // Its request names a cluster at most; the key narrows it.
        Row("ListServices", new RequiredAction("ecs:ListServices", ResourceShape.Any, InCluster)),

        // By the reference on container instances, which a request for the tasks of a service does not name.
        Row("ListTasks", new RequiredAction("ecs:ListTasks", ResourceShape.Any, InCluster)),
        Row("DescribeTasks", new RequiredAction("ecs:DescribeTasks", Task)),
        Row("StopTask", new RequiredAction("ecs:StopTask", Task)),

        // These three have no resource-level permissions.
        Row("DescribeTaskDefinition", new RequiredAction("ecs:DescribeTaskDefinition", ResourceShape.Any)),
        Row("ListTaskDefinitions", new RequiredAction("ecs:ListTaskDefinitions", ResourceShape.Any)),
        Row("DeregisterTaskDefinition", new RequiredAction("ecs:DeregisterTaskDefinition", ResourceShape.Any)),
        Row("RegisterTaskDefinition", new RequiredAction("ecs:RegisterTaskDefinition", TaskDefinition), TagAtCreation(TaskDefinition, "RegisterTaskDefinition"), PassRole),
        Row("CreateService", new RequiredAction("ecs:CreateService", Service), TagAtCreation(TaggedService, "CreateService"), PassRole with { IsUnconfirmed = true }, PassInfrastructureRole),
        Row("UpdateService", new RequiredAction("ecs:UpdateService", Service), PassRole with { IsUnconfirmed = true }, PassInfrastructureRole),
        Row("DeleteService", new RequiredAction("ecs:DeleteService", Service)),
        Row("RunTask", new RequiredAction("ecs:RunTask", TaskDefinition, InCluster), TagAtCreation(Task, "RunTask"), PassRole),
        Row("ListServiceDeployments", new RequiredAction("ecs:ListServiceDeployments", Service)),

        // Both resource types are required.
        .. OfDeployment("DescribeServiceDeployments", Deployment),
        .. OfDeployment("DescribeServiceRevisions", Revision),
        .. OfDeployment("StopServiceDeployment", Deployment),
        .. OfDeployment("ContinueServiceDeployment", Deployment),

        Row(
            "TagResource",
            new RequiredAction("ecs:TagResource", TaskDefinition, OwnTags),
            new RequiredAction("ecs:TagResource", MarkedService, OwnTags) { Because = "one of several services is tagged with what it runs" },
            new RequiredAction("ecs:TagResource", TaggedService) { Because = "a service gets the tags of its definition" },
            new RequiredAction("ecs:TagResource", ScaledService, OwnTags) { Because = "what of a service's scaling was suspended before is noted on it" }),
        Row("UntagResource", new RequiredAction("ecs:UntagResource", ScaledService, OwnTags)),

        // The guide's examples allow both (ECS developer guide, "Using IAM policies to limit access to ECS Exec").
        Row("ExecuteCommand", new RequiredAction("ecs:ExecuteCommand", Cluster), new RequiredAction("ecs:ExecuteCommand", Task)),
        Row("CreateCluster", new RequiredAction("ecs:CreateCluster", Cluster)) with { IsOfRehearsals = true },
        Row("UpdateCluster", new RequiredAction("ecs:UpdateCluster", Cluster)) with { IsOfRehearsals = true },

        // Session Manager's user policies have it since they name sessions; ECS's guide to Exec does not ask it of who calls. The request is signed, as the plugin signs it.
        new("SSM Messages", "OpenDataChannel", new RequiredAction("ssmmessages:OpenDataChannel", ResourceShape.Any)
        {
            Because = "the request that opens the session is signed",
            IsUnconfirmed = true,
        }),
    ];

    /// <summary>Tags in the request are authorized as a second action (ECS developer guide, "Grant permission to tag resources on creation").</summary>
    private static RequiredAction TagAtCreation(ResourceShape made, string operation) => new("ecs:TagResource", made, new ActionCondition("StringEquals", "ecs:CreateAction", operation))
    {
        Because = "the request has tags",
    };

    private static IEnumerable<PermissionRow> OfDeployment(string operation, ResourceShape part) =>
        [Row(operation, new RequiredAction($"ecs:{operation}", Service), new RequiredAction($"ecs:{operation}", part))];

    private static PermissionRow Row(string operation, params RequiredAction[] actions) => new(AwsService.Ecs.Id, operation, actions);
}
