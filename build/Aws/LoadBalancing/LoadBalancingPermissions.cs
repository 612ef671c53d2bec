using Slipway.Aws.Permissions;

namespace Slipway.Aws.LoadBalancing;

/// <summary>
/// What the operations of Elastic Load Balancing need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
/// Those that describe have no resource-level permissions.
/// </summary>
internal static class LoadBalancingPermissions
{
    private static readonly string[] OfRehearsals =
    [
        "CreateListener", "CreateLoadBalancer", "CreateTargetGroup", "DeleteListener", "DeleteTargetGroup", "ModifyListener", "ModifyTargetGroup", "ModifyTargetGroupAttributes",
        "DescribeListeners", "DescribeLoadBalancers", "DescribeTargetGroups",
    ];

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("DescribeTargetHealth"), .. OfRehearsals.Select(operation => Row(operation) with { IsOfRehearsals = true }),
    ];

    private static PermissionRow Row(string operation) =>
        new(AwsService.LoadBalancing.Id, operation, new RequiredAction($"elasticloadbalancing:{operation}", ResourceShape.Any));
}
