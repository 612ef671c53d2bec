using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// What RegisterTaskDefinition refuses of roles, images, sizes, references to secrets, environment files, logs, ulimits, volumes, proxies and of names that are there twice: in ECS's words as users and
/// cdk-preflight's rules (https://github.com/badmintoncryer/cdk-preflight) quote them, unless "unconfirmed" stands beside one.
/// </summary>
internal static partial class MemberRules
{
    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html</summary>
    private const int MostEnvironmentFiles = 10;

    private static readonly string[] RoleMembers = ["executionRoleArn", "taskRoleArn"];

    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static void Check(TaskDefinitionDocument document)
    {
        var reasons = OfTask(document).Concat(OfSizes(document)).Concat(document.Containers.SelectMany(OfContainer)).Concat(document.Volumes.Select(OfVolume)).Concat(OfProxy(document));
        if (reasons.FirstOrDefault(why => why is not null) is { } reason)
            throw EcsErrors.Client(reason);
    }

    private static IEnumerable<string?> OfTask(TaskDefinitionDocument document)
    {
        var root = document.Root;
        if (RoleMembers.Select(name => root.Text(name)).Any(role => role is { Length: > 0 } && RoleReference.Problem(role) is not null))
            yield return "Role is not valid";
        if (root["inferenceAccelerators"] is not null)
            yield return "Unsupported field 'inferenceAccelerators'";
        if (root.Members("tags").Count > TagOperations.MostTags)
            // unconfirmed
            yield return $"Too many tags. A resource has {TagOperations.MostTags} at most.";
        if (Twice(root.Members("tags").Select(tag => tag.Text("key"))) is { } key)
            // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html; the sentence is unconfirmed.
            yield return $"Duplicate tag key '{key}'.";
        if (Twice(document.Volumes.Select(volume => volume.Name)) is { } volume)
            // unconfirmed
            yield return $"Duplicate volume name '{volume}'.";
        if (Twice(document.Containers.SelectMany(container => container.Node.Members("portMappings")).Select(port => port.Text("name"))) is not null)
            yield return "port mapping name is already used";
    }

    private static IEnumerable<string?> OfSizes(TaskDefinitionDocument document)
    {
        // https://github.com/pulumi/pulumi-awsx/issues/1220
        foreach (var container in document.Containers.Where(container => container.Memory > document.Memory))
            yield return $"The 'memory' setting for container '{container.Name}' is greater than for the task.";
        // https://github.com/aws/aws-cdk/issues/24629
        if (document.Containers.Sum(container => container.Cpu ?? 0) > document.Cpu)
            yield return "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.";
    }

    private static IEnumerable<string?> OfContainer(ContainerDefinition container)
    {
        if (!ImageCharacters().IsMatch(container.Image))
            yield return "Container.image contains invalid characters.";
        if (container.EnvironmentFiles.Count > MostEnvironmentFiles)
            yield return "The maximum number of environment files was exceeded. Specify ten or less and try again.";
        if (container.EnvironmentFiles.Any(file => !file.StartsWith("arn:", StringComparison.Ordinal)))
            yield return "Invalid arn syntax.";
        if (container.Node["logConfiguration"] is JsonObject log && log.Text("logDriver") == "awslogs" && log.Object("options")?.Text("awslogs-group") is null)
            yield return "Log driver awslogs requires options: awslogs-group";
        foreach (var secret in container.Node.Members("secrets").Concat((container.Node["logConfiguration"] as JsonObject)?.Members("secretOptions") ?? []))
            yield return OfSecret(secret);
        foreach (var limit in container.Node.Members("ulimits"))
            yield return limit.Amount("hardLimit") is >= 0 and var hard && limit.Amount("softLimit") > hard ? $"Soft limit exceeds hard limit for ulimit {limit.Text("name")}" : null;
    }

    /// <summary>Only names are looked at: the ARN of a secret in another form is accepted, and no task starts with it.</summary>
    private static string? OfSecret(JsonObject secret) =>
        secret.Text("valueFrom") is { } reference && !reference.StartsWith("arn:", StringComparison.Ordinal) && !SecretReference.IsParameterName(reference)
            ? $"The Systems Manager parameter name specified for secret {secret.Text("name")} is invalid. The parameter name can be up to 2048 characters and include the following letters and symbols: a-zA-Z0-9_.-"
            : null;

    private static string? OfVolume(VolumeDefinition volume) =>
        volume.Node.Count(member => member.Key == "host" || member.Key.EndsWith("VolumeConfiguration", StringComparison.Ordinal)) > 1
            ? "When the volume parameter is specified, only one volume configuration type should be used."
            : null;

    private static IEnumerable<string?> OfProxy(TaskDefinitionDocument document)
    {
        if (document.Root.Object("proxyConfiguration") is not { } proxy)
            yield break;
        if (document.NetworkMode != "awsvpc")
            yield return "APPMESH proxy configuration is only supported in networkMode=awsvpc";
        if (proxy.Text("containerName") is var name && document.Containers.All(container => container.Name != name))
            yield return $"Proxy container [{name}] does not exist";
        if (proxy.Members("properties").All(property => property.Text("name") != "ProxyIngressPort"))
            yield return "Ingress port not found";
    }

    private static string? Twice(IEnumerable<string?> names) => names.Where(name => name is not null).GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_.:/@#-]+$")]
    private static partial Regex ImageCharacters();
}
