using Slipway.Aws.CodeDeploy;
using Slipway.Aws.CodePipeline;
using Slipway.Aws.Ecr;
using Slipway.Aws.Ecs;
using Slipway.Aws.LoadBalancing;
using Slipway.Aws.Logs;
using Slipway.Aws.Permissions;
using Slipway.Aws.S3;
using Slipway.Aws.Scaling;
using Slipway.Aws.Schedules;
using Slipway.Aws.Secrets;
using Slipway.Aws.ServiceDiscovery;
using Slipway.Aws.Sts;

namespace Slipway.Aws;

/// <summary>
/// The permissions of every operation that Slipway calls. Policies, hints after a refusal and Doctor's checks come from this table.
/// Actions, resource types and condition keys are those of the Service Authorization Reference,
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
/// whose page of each service is named beside the service's rows.
/// </summary>
public static class AwsPermissions
{
    /// <summary>Every row.</summary>
    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        .. EcsPermissions.All, .. EcrPermissions.All, .. CodeDeployPermissions.All, .. CodePipelinePermissions.All, .. LogsPermissions.All, .. ObjectPermissions.All,
        .. SecretPermissions.All, .. LoadBalancingPermissions.All, .. SchedulesPermissions.All, .. NamespacePermissions.All, .. ScalingPermissions.All, .. IdentityPermissions.All,
    ];

    private static readonly Dictionary<(string Service, string Operation), PermissionRow> Rows = All.ToDictionary(row => (row.Service, row.Operation));

    /// <summary>The row of an operation; null when there is none.</summary>
    /// <param name="service">As <see cref="AwsService.Id"/>.</param>
    public static PermissionRow? Find(string service, string operation) => Rows.GetValueOrDefault((service, operation));

    /// <summary>The row of an operation that has one.</summary>
    /// <exception cref="InvalidOperationException">It has none: a mistake in this program.</exception>
    public static PermissionRow Get(string service, string operation) =>
        Find(service, operation) ?? throw new InvalidOperationException($"{service} {operation} has no row among the permissions.");

    /// <summary>The operation's own action, for messages; for an operation without a row, what IAM calls nearly every operation: <c>ecs:DescribeServices</c>.</summary>
    /// <returns>Empty when the operation needs no permission.</returns>
    internal static string ActionOf(string service, string operation)
    {
        if (Find(service, operation) is { } row) return row.Actions.FirstOrDefault()?.Action ?? "";
        var prefix = All.Where(other => other.Service == service).SelectMany(other => other.Actions).FirstOrDefault()?.Action.Split(':')[0];
        return prefix is null ? "" : $"{prefix}:{operation}";
    }
}
