using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>What Cloud Map refuses. The codes are those of its API model; of its sentences only that of a service with instances is confirmed, by users who quoted it.</summary>
internal static class CloudMapErrors
{
    public static AwsErrorException InvalidInput(string message) => new("InvalidInput", message);

    public static AwsErrorException NamespaceNotFound(string name) => new("NamespaceNotFound", $"No namespace found for {name}.");

    public static AwsErrorException ServiceNotFound(string name) => new("ServiceNotFound", $"No service found for {name}.");

    public static AwsErrorException InstanceNotFound(string id) => new("InstanceNotFound", $"No instance found for {id}.");

    public static AwsErrorException NamespaceInUse() => new("ResourceInUse", "Namespace has associated services; delete the services before deleting the namespace.");

    public static AwsErrorException ServiceInUse() => new("ResourceInUse", "Service contains registered instances; delete the instances before deleting the service");

    public static AwsErrorException NamespaceExists(DiscoveryNamespace known) => new("NamespaceAlreadyExists", $"Namespace {known.Name} already exists.")
    {
        Members = new() { ["NamespaceId"] = known.Id, ["CreatorRequestId"] = known.CreatorRequestId },
    };

    public static AwsErrorException ServiceExists(DiscoveryService known) => new("ServiceAlreadyExists", $"Service {known.Name} already exists.")
    {
        Members = new() { ["ServiceId"] = known.Id, ["ServiceArn"] = known.Arn, ["CreatorRequestId"] = known.CreatorRequestId },
    };
}
