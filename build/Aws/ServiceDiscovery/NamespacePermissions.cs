using Slipway.Aws.Permissions;

namespace Slipway.Aws.ServiceDiscovery;

/// <summary>
/// What the operations of Cloud Map need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudmap.html
/// Those that list have no resource-level permissions.
/// </summary>
internal static class NamespacePermissions
{
    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        new(AwsService.ServiceDiscovery.Id, "ListNamespaces", new RequiredAction("servicediscovery:ListNamespaces", ResourceShape.Any)),
    ];
}
