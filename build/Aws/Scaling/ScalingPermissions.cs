using Slipway.Aws.Permissions;

namespace Slipway.Aws.Scaling;

/// <summary>
/// What the operations of Application Auto Scaling need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
/// A target's ARN has an id that nobody chooses, so that the conditions narrow what is allowed.
/// </summary>
internal static class ScalingPermissions
{
    private static readonly ResourceShape Target = ResourceShape.Of("application-autoscaling", "scalable-target/*");

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("DescribeScalableTargets", new RequiredAction("application-autoscaling:DescribeScalableTargets", ResourceShape.Any)),
        Row(
            "RegisterScalableTarget",
            new RequiredAction("application-autoscaling:RegisterScalableTarget", Target, new ActionCondition("StringEquals", "application-autoscaling:scalable-dimension", ScalingClient.Dimension))),
    ];

    private static PermissionRow Row(string operation, params RequiredAction[] actions) => new(AwsService.Scaling.Id, operation, actions);
}
