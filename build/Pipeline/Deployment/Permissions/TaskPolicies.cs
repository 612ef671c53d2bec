using System.Text.Json.Nodes;
using Slipway.Ecs.Logs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The policies of the roles that task definitions name.</summary>
internal static class TaskPolicies
{
    /// <summary>What ECS needs to start the tasks. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html</summary>
    /// <param name="services">Those whose task definitions name one role.</param>
    public static RolePolicy Execution(IReadOnlyList<PolicyScope> services)
    {
        var builder = new PolicyBuilder();
        builder.Allow("LogIn", "pulls images of ECR", ["ecr:GetAuthorizationToken"], ["*"]);
        foreach (var operation in (string[])["GetManifest", "GetBlob", "HeadBlob"]) builder.AllowOperation("Images", "pulls the images", "Registry", operation, services.SelectMany(service => service.RepositoriesOfTask));
        foreach (var (service, container) in Containers()) AllowContainer(builder, service, container);
        return new("execution", "ECS, to start the tasks (executionRoleArn)", builder.Build(), [.. Remarks()]);

        IEnumerable<(PolicyScope Service, ContainerDefinition Container)> Containers() => services.SelectMany(service => service.Definition.Containers.Select(container => (service, container)));

        IEnumerable<string> Remarks()
        {
            if (services[0].ExecutionRole is null) yield return "The task definition names no execution role.";
            if (Containers().Any(one => SecretsOf(one.Container).Any())) yield return "A secret that is encrypted with a key of your own needs kms:Decrypt on that key, too.";
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
        var group = scope.Arn("logs", $"log-group:{log.Group}", log.Region);
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
    /// <param name="services">Those whose task definitions name one role.</param>
    public static RolePolicy Task(IReadOnlyList<PolicyScope> services)
    {
        var builder = new PolicyBuilder();
        builder.Allow(
            "Exec", "ECS Exec, by which Slipway opens shells",
            ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], ["*"]);
        foreach (var (scope, volume) in services.SelectMany(service => service.Definition.Volumes.Select(volume => (service, volume))))
        {
            if (volume.Node["efsVolumeConfiguration"] is not JsonObject efs || (string?)efs["authorizationConfig"]?["iam"] != "ENABLED") continue;
            builder.Allow("Volumes", "the volumes of EFS", ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], [scope.Arn("elasticfilesystem", $"file-system/{(string?)efs["fileSystemId"]}")]);
        }

        List<string> remarks = ["What the application itself calls is not known here: add it. What is here is for ECS Exec: leave it out of a service without that."];
        if (services[0].TaskRole is null) remarks.Add("The task definition names no task role, so its containers have no credentials.");
        return new("task", "the application's containers (taskRoleArn): a skeleton", builder.Build(), remarks);
    }
}
