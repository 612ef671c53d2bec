using Slipway.Aws.Permissions;

namespace Slipway.Aws.Sts;

/// <summary>
/// What the operations of STS and IAM need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html,
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
/// </summary>
internal static class IdentityPermissions
{
    private const string Sts = "STS";

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        // "No permissions are required to perform this operation" (STS API reference).
        new(Sts, "GetCallerIdentity"),
        new(Sts, "AssumeRole", new RequiredAction("sts:AssumeRole", new("{assumedRole}"))),
        new(AwsService.Iam.Id, "GetRole", new RequiredAction("iam:GetRole", new("{role}"))),
        new(AwsService.Iam.Id, "SimulatePrincipalPolicy", new RequiredAction("iam:SimulatePrincipalPolicy", new("{caller}"))),
    ];
}
