using Slipway.Pipeline.Configuration;
using Names = System.Collections.Generic.IEnumerable<System.Collections.Generic.IReadOnlyDictionary<string, string>>;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>Which targets call which operations, on what, and why.</summary>
internal static class DeployerNeeds
{
    private const string Ecs = "ECS";
    private const string Ecr = "ECR";
    private const string Registry = "Registry";
    private const string CodeDeploy = "CodeDeploy";
    private const string Logs = "CloudWatch Logs";
    private const string S3 = "S3";
    private const string Scheduler = "Scheduler";
    private const string Scaling = "Application Auto Scaling";

    private static readonly string[] Rolls = ["Deploy", "Promote", "Rollback"];

    /// <summary>What follows a deployment to its end.</summary>
    private static readonly string[] Follows = [.. Rolls, "Continue"];

    private static readonly Need[] OfBuild =
    [
        new("LogIn", "Docker and the registry's protocol log in with it", Rolls, Ecr, ["GetAuthorizationToken"], scope => scope.Service),
        new("Images", "whether the repositories are there, and which tags can move", ["Deploy", "Promote", "Status", "Verify", "Doctor"], Ecr, ["DescribeRepositories"], scope => scope.Repositories),
        new("Images", "images that are built elsewhere; which images the registry has, and for which platform", Rolls, Registry, ["GetManifest", "GetBlob", "HeadBlob"], scope => scope.Repositories),
        new("Images", "whether the registry has the images that are deployed", Rolls, Ecr, ["BatchGetImage"], scope => scope.Repositories),
        new("BuiltImages", "the images that are built, and their tags", ["Deploy", "Promote"], Registry, ["PutBlob", "PutManifest"], scope => scope.BuiltRepositories),
        new("Images", "the tags that the registry has for the images that run", ["Status", "Verify"], Ecr, ["DescribeImages"], scope => scope.Repositories),
        new("Images", "which images an index has, where a task runs one of them", ["Verify"], Ecr, ["BatchGetImage"], scope => scope.Repositories),
        new("Images", "what the scans of the images have found", ["Deploy", "Promote"], Ecr, ["DescribeImageScanFindings"], scope => scope.Repositories) { When = scope => scope.Settings.Deploy.Scan is not null },
        new("Images", "starts the scan of an image that was never scanned", ["Deploy", "Promote"], Ecr, ["StartImageScan"], scope => scope.Repositories) { When = scope => scope.Settings.Deploy.Scan is { Start: true } },
        new("ReadSecrets", "the secrets of the build", ["Deploy"], S3, ["GetObject"], scope => scope.SecretObjects),
        new("ReadSecrets", "whether the secrets are there", ["Doctor"], S3, ["HeadObject"], scope => scope.SecretObjects),
        new("ReadStoredSecrets", "the secrets of the build", ["Deploy", "Doctor"], "Secrets Manager", ["GetSecretValue"], scope => scope.StoredSecrets),
        new("ReadParameters", "the secrets of the build", ["Deploy", "Doctor"], "SSM", ["GetParameter"], scope => scope.Parameters),
        new("HoldLock", "one deployment to the environment at a time", [.. Follows, "Unlock", "CleanRevisions"], S3, ["GetObject", "PutObject"], scope => scope.Lock),
        new("HoldLock", "whether a deployment is running", ["Doctor"], S3, ["GetObject"], scope => scope.Lock),
        new("ReadPipeline", "what the pipeline does that deploys to the environment", ["Status", "Verify"], "CodePipeline", ["GetPipelineState"], scope => scope.Service) { When = scope => scope.Settings is { Pipeline: not null, IsRehearsal: false } },
        new("NoteBrokenLocks", "who has broken the lock", ["Unlock"], S3, ["PutObject"], scope => scope.LockNotes),
    ];

    private static readonly Need[] OfService =
    [
        new("Images", "whether the registry has the images that are deployed", Rolls, Ecr, ["BatchGetImage"], scope => scope.FixedRepositories),
        new("Images", "for which platform they are", Rolls, Registry, ["GetBlob"], scope => scope.FixedRepositories),
        new("Images", "what the scans of the images have found", ["Deploy", "Promote"], Ecr, ["DescribeImageScanFindings"], scope => scope.FixedRepositories) { When = scope => scope.Settings.Deploy.Scan is not null },
        new("Images", "starts the scan of an image that was never scanned", ["Deploy", "Promote"], Ecr, ["StartImageScan"], scope => scope.FixedRepositories) { When = scope => scope.Settings.Deploy.Scan is { Start: true } },
        new("Images", "the tags that the registry has for the images that run", ["Status", "Verify"], Ecr, ["DescribeRepositories", "DescribeImages"], scope => scope.FixedRepositories),
        new("Images", "which images an index has, where a task runs one of them", ["Verify"], Ecr, ["BatchGetImage"], scope => scope.FixedRepositories),
        new("Cluster", "whether the cluster is there", [.. Rolls, "Diff", "Doctor"], Ecs, ["DescribeClusters"], scope => scope.Service),
        new("Service", "what the service runs, and how it does", [.. Follows, "Status", "Verify", "Logs", "Diff", "Doctor", "Run", "Exec", "CleanRevisions"], Ecs, ["DescribeServices"], scope => scope.Service),
        new("InCluster", "the service's tasks", [.. Follows, "Status", "Verify", "Logs", "Diff", "Exec", "CleanRevisions"], Ecs, ["ListTasks"], scope => scope.Service),
        new("Tasks", "the service's tasks, and why they stopped", [.. Follows, "Status", "Verify", "Logs", "Diff", "Run", "Exec", "CleanRevisions"], Ecs, ["DescribeTasks"], scope => scope.Service),
        new("ReadTaskDefinitions", "the revisions that run, and those that were released", [.. Follows, "Status", "Verify", "Logs", "Diff", "Run", "Exec", "CleanRevisions"], Ecs, ["DescribeTaskDefinition"], scope => scope.Service),
        new("ListTaskDefinitions", "the revisions that were released", [.. Rolls, "CleanRevisions"], Ecs, ["ListTaskDefinitions"], scope => scope.Service),
        new("RegisterTaskDefinitions", "the revision of a release", ["Deploy", "Promote"], Ecs, ["RegisterTaskDefinition"], scope => scope.Roles),
        new("DeregisterTaskDefinitions", "revisions that were never released, or are old", ["Deploy", "Promote", "CleanRevisions"], Ecs, ["DeregisterTaskDefinition"], scope => scope.Service),
        new("NoteReleases", "which revision was released, and when", Follows, Ecs, ["TagResource"], scope => scope.Service),
        new("Service", "moves the service to the release, and back", Follows, Ecs, ["UpdateService"], scope => scope.RolesOfService) { When = IsByEcs },
        new("Service", "gives the service what its definition says", ["Deploy", "Promote"], Ecs, ["UpdateService"], scope => scope.RolesOfService) { When = scope => scope.HasServiceDefinition },
        new("MarkService", "what one of several services runs, so that it need not be read", ["Deploy", "Promote"], Ecs, ["TagResource"], scope => scope.MarkedService),
        new("TagService", "the service has the tags of its definition", ["Deploy", "Promote"], Ecs, ["TagResource"], scope => scope.TaggedService),
        new("Service", "the first deployment creates the service, and takes it away when it is cancelled", ["Deploy", "Promote"], Ecs, ["CreateService", "DeleteService"], scope => scope.RolesOfService)
        {
            When = scope => scope.Settings.Service.Strategy == DeployStrategy.Rolling,
        },
        new("FollowDeployments", "the service's deployments, and their pauses", [.. Follows, "Status", "Verify"], Ecs, ["DescribeServiceDeployments"], scope => scope.Service) { When = IsByEcs },
        new("FollowDeployments", "the service's deployments, and what they replaced", Follows, Ecs, ["ListServiceDeployments", "DescribeServiceRevisions"], scope => scope.Service) { When = IsByEcs },
        new("FollowDeployments", "what the service ran before", ["Rollback"], Ecs, ["ListServiceDeployments", "DescribeServiceRevisions"], scope => scope.Service),
        new("StopDeployments", "rolls a deployment back that has failed", Follows, Ecs, ["StopServiceDeployment"], scope => scope.Service) { When = IsByEcs },
        new("ContinueDeployments", "answers the pauses of a deployment", Follows, Ecs, ["ContinueServiceDeployment"], scope => scope.Service) { When = IsByEcs },
        new("InCluster", "which revisions services of the cluster run", ["CleanRevisions"], Ecs, ["ListServices"], scope => scope.Service),
        new("ServicesOfCluster", "which revisions services of the cluster run", ["CleanRevisions"], Ecs, ["DescribeServices"], scope => scope.ServicesOfCluster),
        new("RunTasks", "a command as a task of its own", ["Run"], Ecs, ["RunTask", "StopTask"], scope => scope.Roles),
        new("RunTasks", "migrations as a task of their own", ["Deploy", "Promote"], Ecs, ["RunTask", "StopTask"], scope => scope.Roles) { When = scope => scope.RunsMigrations },
        new("RunTasks", "what a release runs once", ["Deploy", "Promote"], Ecs, ["RunTask", "StopTask"], scope => scope.Roles) { When = scope => scope.RunsReleaseTasks },
        new("RunTasks", "what a release runs once, when it has arrived", ["Continue"], Ecs, ["RunTask", "StopTask"], scope => scope.Roles) { When = scope => scope.RunsTasksAfter },
        new("ListTaskDefinitions", "what a release has run already", ["Continue"], Ecs, ["ListTaskDefinitions"], scope => scope.Service) { When = scope => scope.RunsTasksAfter },
        new("ReadDeploymentGroup", "the deployment group that shifts the traffic", Rolls, CodeDeploy, ["GetDeploymentGroup"], scope => scope.Service) { When = IsByCodeDeploy },
        new("DeployByCodeDeploy", "shifts the traffic to the release", Rolls, CodeDeploy, ["CreateDeployment", "GetDeployment", "ListDeployments"], scope => scope.Service) { When = IsByCodeDeploy },
        new("FollowCodeDeploy", "what a deployment does, and its end when it fails", Rolls, CodeDeploy, ["ListDeploymentTargets", "BatchGetDeploymentTargets", "StopDeployment"], scope => scope.Service) { When = IsByCodeDeploy },
        new("ReadLogs", "the last lines of containers that failed, and of commands", [.. Follows, "Run"], Logs, ["GetLogEvents"], scope => scope.LogGroups),
        new("ReadLogs", "the service's log", ["Logs"], Logs, ["FilterLogEvents"], scope => scope.LogGroups),
        new("ReadTargetHealth", "whether the load balancer's targets are healthy", [.. Follows, "Status", "Verify", "Doctor"], "Elastic Load Balancing v2", ["DescribeTargetHealth"], scope => scope.Service),
        new("Schedules", "what the schedules run", [.. Follows, "Status", "Diff", "Doctor", "Run"], Scheduler, ["GetSchedule"], scope => scope.Schedules),
        new("Schedules", "brings the schedules to the release, and back", Follows, Scheduler, ["UpdateSchedule"], scope => scope.Schedules),
        new("Schedules", "the first deployment creates the schedules, and takes them away when it is rolled back", ["Deploy", "Promote", "Continue"], Scheduler, ["CreateSchedule", "DeleteSchedule"], scope => scope.Schedules),
        new("ScheduleGroups", "whether the groups of the schedules are there", ["Deploy", "Promote", "Doctor"], Scheduler, ["GetScheduleGroup"], scope => scope.Schedules),
        new("FindNamespaces", "whether the namespace of Service Connect is there", ["Doctor"], "ServiceDiscovery", ["ListNamespaces"], scope => scope.Service) { When = scope => scope.IsConnected },
        new("FindScaling", "whether something scales the service", Follows, Scaling, ["DescribeScalableTargets"], scope => scope.ScaledService),
        new("SuspendScaling", "the scaling of the service, while it is deployed", Follows, Scaling, ["RegisterScalableTarget"], scope => scope.ScaledService),
        new("NoteScaling", "the service keeps a note of the scaling that it had", Follows, Ecs, ["TagResource", "UntagResource"], scope => scope.ScaledService),
        new("ExecuteCommands", "a shell in a running container", ["Exec"], Ecs, ["ExecuteCommand"], scope => scope.Service),
        new("OpenSessions", "a shell in a running container", ["Exec"], "SSM Messages", ["OpenDataChannel"], scope => scope.Service),
        new("FindLogGroups", "whether the log groups are there", ["Doctor"], Logs, ["DescribeLogGroups"], scope => scope.Service),
        new("ReadRoles", "whether the roles of the task definition are there", ["Doctor"], "IAM", ["GetRole"], scope => scope.PassedRoles.Select(role => scope.With(("role", role)))),
        new("SimulatePolicies", "whether the caller may do what a deployment does", ["Doctor"], "IAM", ["SimulatePrincipalPolicy"], scope => scope.Callers),
    ];

    /// <summary>Those of the targets in this environment, each with the service that has it. By strategy artifacts-only the targets that deploy stop before the service.</summary>
    /// <param name="services">At least one; what all share is asked of the first.</param>
    public static IEnumerable<(Need Need, PolicyScope Scope)> Of(IReadOnlyList<PolicyScope> services, IReadOnlyCollection<string> targets) =>
        Of(OfBuild, services[0], targets).Concat(services.SelectMany(service => Of(OfService, service, OfServiceAmong(targets, service.Settings.Service))));

    private static IEnumerable<(Need Need, PolicyScope Scope)> Of(IEnumerable<Need> needs, PolicyScope scope, IReadOnlyCollection<string> targets) =>
        needs.Where(need => need.Targets.Intersect(targets).Any() && need.When(scope)).Select(need => (need, scope));

    private static IReadOnlyCollection<string> OfServiceAmong(IReadOnlyCollection<string> targets, ServiceSettings service) => service switch
    {
        { EcsName: null } or { Cluster: null } => [],
        { Strategy: DeployStrategy.ArtifactsOnly } => [.. targets.Except(Follows)],
        _ => targets,
    };

    private static bool IsByCodeDeploy(PolicyScope scope) => scope.Settings.Service.Strategy == DeployStrategy.BlueGreen;

    private static bool IsByEcs(PolicyScope scope) => !IsByCodeDeploy(scope);

    /// <param name="Sid">Of the statement.</param>
    /// <param name="Names">Of the resources.</param>
    public sealed record Need(string Sid, string Reason, IReadOnlyList<string> Targets, string Service, IReadOnlyList<string> Operations, Func<PolicyScope, Names> Names)
    {
        public Func<PolicyScope, bool> When { get; init; } = _ => true;
    }
}
