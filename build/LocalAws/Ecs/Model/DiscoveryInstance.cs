using Slipway.LocalAws.CloudMap.Contract;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A task as an instance of a service of Cloud Map, by the task's id.</summary>
/// <param name="IsHealthy">As Cloud Map was told last.</param>
public sealed record DiscoveryInstance(string RegistryArn, IReadOnlyDictionary<string, string> Attributes, bool IsHealthy)
{
    /// <summary>
    /// The attributes are those of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html and of an instance that a user showed:
    /// https://github.com/hashicorp/terraform-provider-aws/issues/4853.
    /// </summary>
    /// <param name="address">Null where the task has none.</param>
    public static DiscoveryInstance Of(EcsTask task, string registryArn, string family, string? address, int? port, bool isHealthy, EcsArns arns)
    {
        var attributes = new Dictionary<string, string>
        {
            ["AVAILABILITY_ZONE"] = $"{arns.Region}a",
            ["ECS_CLUSTER_NAME"] = task.Cluster,
            ["ECS_SERVICE_NAME"] = task.Service ?? "",
            ["ECS_TASK_DEFINITION_FAMILY"] = family,
            ["REGION"] = arns.Region,
            [InstanceAttributes.InitialHealth] = isHealthy ? InstanceAttributes.Healthy : InstanceAttributes.Unhealthy,
        };
        if (address is not null)
            attributes[InstanceAttributes.Address] = address;
        if (port is { } number)
            attributes[InstanceAttributes.Port] = $"{number}";
        if (task.IsOnInstance)
            attributes["EC2_INSTANCE_ID"] = arns.Ec2InstanceId(task.InstanceNumber);
        return new(registryArn, attributes, isHealthy);
    }
}
