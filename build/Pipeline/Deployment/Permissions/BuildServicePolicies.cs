using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The policies of AWS's own build services.</summary>
internal static class BuildServicePolicies
{
    private const string FillIn = PolicyScope.FillIn;
    private const string Rolls = "moves the service to the images of the artifacts";
    private const string Registers = "the revision with the images of the artifacts";

    /// <summary>Who takes on the roles of a task definition, by AWS's guides to both actions.</summary>
    private static readonly PolicyCondition PassedByPipeline = new("StringEquals", "iam:PassedToService", ["ecs.amazonaws.com", "ecs-tasks.amazonaws.com"]);

    /// <summary>
    /// What a project of CodeBuild needs besides what its buildspec does. https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html,
    /// https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
    /// </summary>
    public static RolePolicy CodeBuild(PolicyScope scope)
    {
        var builder = new PolicyBuilder();
        var project = ProjectOf(scope);
        builder.Allow("Log", "the log of the build", ["logs:CreateLogStream", "logs:PutLogEvents"], [scope.Arn("logs", $"log-group:/aws/codebuild/{project}:log-stream:*")]);
        builder.Allow("LogGroup", "the first build of the project creates it", ["logs:CreateLogGroup"], [scope.Arn("logs", $"log-group:/aws/codebuild/{project}")]);
        builder.Allow("Reports", "the reports of the tests", ["codebuild:BatchPutTestCases", "codebuild:CreateReport", "codebuild:CreateReportGroup", "codebuild:UpdateReport"], [scope.Arn("codebuild", $"report-group/{project}-*")]);
        builder.Allow("Artifacts", "the source and the artifacts of a pipeline", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [scope.S3Arn($"{FillIn}/*")]);
        builder.Allow("ArtifactBucket", "whose the bucket is, and where", ["s3:GetBucketAcl", "s3:GetBucketLocation"], [scope.S3Arn(FillIn)]);
        if (scope.AssumedRole is { } role)
            builder.Allow("Deployer", "everything that Slipway does in AWS", ["sts:AssumeRole"], [role]);
        return new("codebuild", $"CodeBuild, for project '{project}'", builder.Build(), [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            yield return $"The configuration knows neither the project's name nor the bucket of artifacts: '{project}' is the name by convention, and {FillIn} is the bucket's. Leave the statements 'Artifacts' and 'ArtifactBucket' out where no pipeline starts the project.";
            if (scope.AssumedRole is null) yield return "Slipway runs with this role: attach the deployer's policy to it, too.";
        }
    }

    /// <summary>What a pipeline needs whose deploy action is that of each service's strategy.</summary>
    public static RolePolicy CodePipeline(IReadOnlyList<PolicyScope> services)
    {
        var builder = new PolicyBuilder();
        var shared = services[0];
        builder.Allow("Builds", "starts the build, and waits for it", ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [shared.Arn("codebuild", $"project/{ProjectOf(shared)}")]);
        builder.Allow("Source", "the repository's commits", ["codeconnections:UseConnection"], [shared.Arn("codeconnections", $"connection/{FillIn}")]);
        builder.Allow("Artifacts", "what one stage hands to the next", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [shared.S3Arn($"{FillIn}/*")]);
        builder.Allow("ArtifactBucket", "what one stage hands to the next", ["s3:GetBucketLocation", "s3:GetBucketVersioning"], [shared.S3Arn(FillIn)]);
        foreach (var service in services.Where(HasAction))
        {
            if (service.Settings.Service.CodeDeploy is { } target) AllowCodeDeploy(builder, service, target);
            else AllowEcs(builder, service);
            AllowRevision(builder, service);
        }

        var actions = services.Where(HasAction).Select(ActionOf).Distinct().ToList();
        return new("codepipeline", $"CodePipeline, which builds{(actions.Count > 0 ? $", and deploys by {string.Join(" and ", actions)}" : "")}", builder.Build(), [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            yield return $"{FillIn} stands for what the configuration does not know: the bucket of artifacts, the connection to the code host{(services.Any(LacksAddress) ? ", the cluster and the service" : "")}.";
            if (!services.All(HasAction)) yield return "CodePipeline has no deploy action for strategy 'ecs-blue-green', so none is allowed here. A build that it starts leaves the deployment to it: deploy from another build.";
        }
    }

    /// <summary>https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html, "Service role permissions"</summary>
    private static void AllowEcs(PolicyBuilder builder, PolicyScope scope)
    {
        var (cluster, service) = (scope.Settings.Service.Cluster ?? FillIn, scope.Settings.Service.EcsName ?? FillIn);
        builder.Allow("Service", Rolls, ["ecs:DescribeServices", "ecs:UpdateService"], [scope.Arn("ecs", $"service/{cluster}/{service}")]);
        builder.Allow("Revisions", "the revision that the service runs", ["ecs:DescribeTaskDefinition"], ["*"]);
    }

    /// <summary>https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html, "Service role permissions"</summary>
    private static void AllowCodeDeploy(PolicyBuilder builder, PolicyScope scope, CodeDeploySettings target)
    {
        builder.Allow("Deployment", "CodeDeploy shifts the traffic to the artifacts' revision", ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"], [scope.Arn("codedeploy", $"deploymentgroup:{target.Application}/{target.DeploymentGroup}")]);
        builder.Allow("DeploymentConfig", "how the traffic is shifted", ["codedeploy:GetDeploymentConfig"], [scope.Arn("codedeploy", "deploymentconfig:*")]);
        builder.Allow("Appspec", "the appspec becomes a revision of the application", ["codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"], [scope.Arn("codedeploy", $"application:{target.Application}")]);
    }

    /// <summary>Both actions register a revision.</summary>
    private static void AllowRevision(PolicyBuilder builder, PolicyScope scope)
    {
        var family = scope.Arn("ecs", $"task-definition/{scope.Definition.Family}:*");
        builder.Allow("RegisterTaskDefinitions", Registers, ["ecs:RegisterTaskDefinition"], [family]);
        builder.Allow("Tags", "the revision has the tags of the task definition", ["ecs:TagResource"], [family], new PolicyCondition("StringEquals", "ecs:CreateAction", ["RegisterTaskDefinition"]));
        builder.Allow("PassRole", "ECS takes on the roles of the task definition", ["iam:PassRole"], scope.PassedRoles, PassedByPipeline);
    }

    private static bool HasAction(PolicyScope scope) => scope.Settings.Service.Strategy != DeployStrategy.EcsBlueGreen;

    private static bool LacksAddress(PolicyScope scope) => scope.Settings.Service is { Cluster: null } or { EcsName: null };

    private static string ActionOf(PolicyScope scope) => scope.Settings.Service.CodeDeploy is null ? "the action for ECS" : "the action CodeDeployToECS";

    /// <summary>A name by convention: nothing in the configuration tells it.</summary>
    private static string ProjectOf(PolicyScope scope) => $"{scope.Settings.Application}-{scope.Settings.Environment}";
}
