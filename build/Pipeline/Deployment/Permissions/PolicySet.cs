using System.Text.Json.Nodes;
using Slipway.Ecs.Logs;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The policies of all roles that an environment needs.</summary>
internal static class PolicySet
{
    public const string Deployer = "deployer";

    /// <summary>Stands where the configuration cannot know a name, as in the files that Init writes.</summary>
    private const string FillIn = "FILL-IN";

    private static readonly PolicyCondition PassedToTasks = new("StringEquals", "iam:PassedToService", ["ecs-tasks.amazonaws.com"]);

    /// <param name="targets">Those that the deployer runs.</param>
    /// <param name="hasBuildspec">Whether the repository has a file for CodeBuild.</param>
    public static IReadOnlyList<RolePolicy> Of(PolicyScope scope, IReadOnlyList<string> targets, bool hasBuildspec) =>
    [
        DeployerOf(scope, targets),
        .. hasBuildspec ? [CodeBuild(scope)] : (RolePolicy[])[],
        .. scope.Settings.Deploy.Strategy == DeployStrategy.ArtifactsOnly ? [CodePipeline(scope)] : (RolePolicy[])[],
        Execution(scope),
        Task(scope),
    ];

    private static RolePolicy DeployerOf(PolicyScope scope, IReadOnlyList<string> targets)
    {
        var builder = new PolicyBuilder();
        foreach (var need in DeployerNeeds.Of(scope.Settings, targets))
        {
            foreach (var operation in need.Operations) builder.AllowOperation(need.Sid, need.Reason, need.Service, operation, need.Names(scope));
        }

        return new(Deployer, $"Who runs Slipway: {string.Join(", ", targets)}", builder.Build(), [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            if (scope.StoredSecrets.Any() || scope.Parameters.Any()) yield return "A secret that is encrypted with a key of your own needs kms:Decrypt on that key, too.";
            if (scope.AssumedRole is { } role) yield return $"It is the policy of {role}, which is assumed ('role'): whoever assumes it needs sts:AssumeRole on it.";
        }
    }

    /// <summary>
    /// What a project of CodeBuild needs besides what its buildspec does. https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html,
    /// https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
    /// </summary>
    private static RolePolicy CodeBuild(PolicyScope scope)
    {
        var builder = new PolicyBuilder();
        var project = ProjectOf(scope);
        builder.Allow("Log", "the log of the build", ["logs:CreateLogStream", "logs:PutLogEvents"], [scope.Arn("logs", $"log-group:/aws/codebuild/{project}:log-stream:*")]);
        builder.Allow("Reports", "the reports of the tests", ["codebuild:BatchPutTestCases", "codebuild:CreateReport", "codebuild:CreateReportGroup", "codebuild:UpdateReport"], [scope.Arn("codebuild", $"report-group/{project}-*")]);
        builder.Allow("Artifacts", "the source and the artifacts of a pipeline", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [scope.S3Arn($"{FillIn}/*")]);
        if (scope.AssumedRole is { } role)
            builder.Allow("Deployer", "everything that Slipway does in AWS", ["sts:AssumeRole"], [role]);
        return new("codebuild", $"CodeBuild, for project '{project}'", builder.Build(), [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            yield return $"The configuration does not know the project's name nor the bucket of artifacts: '{project}' is the name by convention, and {FillIn} is the bucket's. Leave the statement 'Artifacts' out where no pipeline starts the project.";
            if (scope.AssumedRole is null) yield return "Slipway runs with this role: attach the deployer's policy to it, too.";
        }
    }

    /// <summary>What a pipeline with an action for ECS needs. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html, "Service role policy permissions"</summary>
    private static RolePolicy CodePipeline(PolicyScope scope)
    {
        var builder = new PolicyBuilder();
        var (cluster, service) = (scope.Settings.Deploy.Cluster ?? FillIn, scope.Settings.Deploy.Service ?? FillIn);
        builder.Allow("Builds", "starts the build, and waits for it", ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [scope.Arn("codebuild", $"project/{ProjectOf(scope)}")]);
        builder.Allow("Source", "the repository's commits", ["codeconnections:UseConnection"], [scope.Arn("codeconnections", $"connection/{FillIn}")]);
        builder.Allow("Artifacts", "what one stage hands to the next", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [scope.S3Arn($"{FillIn}/*")]);
        builder.Allow("ArtifactBucket", "what one stage hands to the next", ["s3:GetBucketLocation", "s3:GetBucketVersioning"], [scope.S3Arn(FillIn)]);
        builder.Allow("Service", "moves the service to the images of the artifacts", ["ecs:DescribeServices", "ecs:UpdateService"], [scope.Arn("ecs", $"service/{cluster}/{service}")]);
        builder.Allow("Revisions", "the revision with the images of the artifacts", ["ecs:RegisterTaskDefinition"], [scope.Arn("ecs", $"task-definition/{scope.Definition.Family}:*")]);
        builder.Allow("Tags", "the revision keeps the tags of the one before", ["ecs:TagResource"], [scope.Arn("ecs", $"task-definition/{scope.Definition.Family}:*")], new PolicyCondition("StringEquals", "ecs:CreateAction", ["RegisterTaskDefinition"]));
        builder.Allow("Revisions", "the revision that the service runs", ["ecs:DescribeTaskDefinition"], ["*"]);
        builder.Allow("Tasks", "follows the deployment", ["ecs:DescribeTasks"], [scope.Arn("ecs", $"task/{cluster}/*")]);
        builder.Allow("InCluster", "follows the deployment", ["ecs:ListTasks"], ["*"], new PolicyCondition("ArnEquals", "ecs:cluster", [scope.Arn("ecs", $"cluster/{cluster}")]));
        builder.Allow("PassRole", "ECS takes on the roles of the task definition", ["iam:PassRole"], scope.PassedRoles, PassedToTasks);
        return new("codepipeline", "CodePipeline, whose action for ECS rolls the service (strategy 'artifacts-only')", builder.Build(),
            [$"{FillIn} stands for what the configuration does not know: the bucket of artifacts and the connection to the code host."]);
    }

    /// <summary>What ECS needs to start the tasks. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html</summary>
    private static RolePolicy Execution(PolicyScope scope)
    {
        var builder = new PolicyBuilder();
        builder.Allow("LogIn", "pulls images of ECR", ["ecr:GetAuthorizationToken"], ["*"]);
        foreach (var operation in (string[])["GetManifest", "GetBlob", "HeadBlob"]) builder.AllowOperation("Images", "pulls the images", "Registry", operation, scope.Repositories);
        foreach (var container in scope.Definition.Containers) AllowContainer(builder, scope, container);
        return new("execution", "ECS, to start the tasks (executionRoleArn)", builder.Build(), [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            if (scope.Definition.Root["executionRoleArn"] is null) yield return "The task definition names no execution role.";
            if (scope.Definition.Containers.Any(container => SecretsOf(container).Any())) yield return "A secret that is encrypted with a key of your own needs kms:Decrypt on that key, too.";
        }
    }

    private static void AllowContainer(PolicyBuilder builder, PolicyScope scope, ContainerDefinition container)
    {
        foreach (var file in container.EnvironmentFiles)
        {
            builder.Allow("EnvironmentFiles", "the containers' environment files", ["s3:GetObject"], [file]);
            builder.Allow("EnvironmentFileBuckets", "the containers' environment files", ["s3:GetBucketLocation"], [file.Split('/')[0]]);
        }

        foreach (var secret in SecretsOf(container))
        {
            if (secret.Contains(":secretsmanager:", StringComparison.Ordinal)) builder.Allow("Secrets", "the containers' secrets", ["secretsmanager:GetSecretValue"], [scope.SecretArn(secret)]);
            else builder.Allow("Parameters", "the containers' secrets", ["ssm:GetParameters"], [scope.ParameterArn(secret)]);
        }

        if (LogDestination.Of(container) is not { } log) return;
        var group = $"arn:{scope.Arn("logs", "").Split(':')[1]}:logs:{log.Region ?? scope.Settings.Region}:{scope.Arn("logs", "").Split(':')[4]}:log-group:{log.Group}";
        builder.Allow("Logs", "the containers' logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [$"{group}:log-stream:*"]);
        if ((string?)container.Node["logConfiguration"]?["options"]?["awslogs-create-group"] == "true") builder.Allow("LogGroups", "the option awslogs-create-group", ["logs:CreateLogGroup"], [group]);
    }

    /// <summary>Variables, options of log drivers, and the login to a registry of one's own.</summary>
    private static IEnumerable<string> SecretsOf(ContainerDefinition container)
    {
        var options = (container.Node["logConfiguration"]?["secretOptions"] as JsonArray ?? []).Concat(container.Node["secrets"] as JsonArray ?? []);
        return options.Select(secret => (string?)secret?["valueFrom"]).Append((string?)container.Node["repositoryCredentials"]?["credentialsParameter"]).OfType<string>();
    }

    /// <summary>What is known of the application's own role. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html</summary>
    private static RolePolicy Task(PolicyScope scope)
    {
        var builder = new PolicyBuilder();
        builder.Allow(
            "Exec", "ECS Exec, by which Slipway opens shells",
            ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], ["*"]);
        foreach (var volume in scope.Definition.Volumes)
        {
            if (volume.Node["efsVolumeConfiguration"] is not JsonObject efs || (string?)efs["authorizationConfig"]?["iam"] != "ENABLED") continue;
            builder.Allow("Volumes", "the volumes of EFS", ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], [scope.Arn("elasticfilesystem", $"file-system/{(string?)efs["fileSystemId"]}")]);
        }

        List<string> remarks = ["What the application itself calls is not known here: add it. Leave the statement 'Exec' out of a service without ECS Exec."];
        if (scope.Definition.Root["taskRoleArn"] is null) remarks.Add("The task definition names no task role, so its containers have no credentials.");
        return new("task", "the application's containers (taskRoleArn): a skeleton", builder.Build(), remarks);
    }

    /// <summary>A name by convention: nothing in the configuration tells it.</summary>
    private static string ProjectOf(PolicyScope scope) => $"{scope.Settings.Application}-{scope.Settings.Environment}";
}
