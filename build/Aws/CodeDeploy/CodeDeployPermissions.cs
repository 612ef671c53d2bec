using Slipway.Aws.Permissions;

namespace Slipway.Aws.CodeDeploy;

/// <summary>
/// What the operations of CodeDeploy need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html,
/// https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
/// </summary>
internal static class CodeDeployPermissions
{
    private static readonly ResourceShape Group = ResourceShape.Of("codedeploy", "deploymentgroup:{application}/{group}");

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("GetDeploymentGroup", new RequiredAction("codedeploy:GetDeploymentGroup", Group)),
        Row(
            "CreateDeployment",
            new RequiredAction("codedeploy:CreateDeployment", Group),
            new RequiredAction("codedeploy:GetDeploymentConfig", ResourceShape.Of("codedeploy", "deploymentconfig:*")) { Because = "CodeDeploy reads the deployment's configuration for the caller" },
            new RequiredAction("codedeploy:RegisterApplicationRevision", ResourceShape.Of("codedeploy", "application:{application}")) { Because = "the appspec becomes a revision of the application" },
            new RequiredAction("codedeploy:GetApplicationRevision", ResourceShape.Of("codedeploy", "application:{application}"))
            {
                Because = "CodeDeploy reads the revision for the caller",
                IsUnconfirmed = true,
            }),
        Row("GetDeployment", new RequiredAction("codedeploy:GetDeployment", Group)),
        Row("ListDeployments", new RequiredAction("codedeploy:ListDeployments", Group)),

        // The reference lists no resource types for these three; answers of CodeDeploy that refuse name the deployment group.
        Row("ListDeploymentTargets", new RequiredAction("codedeploy:ListDeploymentTargets", ResourceShape.Any)),
        Row("BatchGetDeploymentTargets", new RequiredAction("codedeploy:BatchGetDeploymentTargets", ResourceShape.Any)),
        Row("StopDeployment", new RequiredAction("codedeploy:StopDeployment", ResourceShape.Any)),
    ];

    private static PermissionRow Row(string operation, params RequiredAction[] actions) => new(AwsService.CodeDeploy.Id, operation, actions);
}
