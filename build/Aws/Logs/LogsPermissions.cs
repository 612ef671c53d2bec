using Slipway.Aws.Permissions;

namespace Slipway.Aws.Logs;

/// <summary>
/// What the operations of CloudWatch Logs need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
/// CloudWatch Logs asks for a group's events by <c>log-group:NAME:log-stream:…</c>, which <c>log-group:NAME:*</c> covers.
/// </summary>
internal static class LogsPermissions
{
    private const string Group = "arn:{partition}:logs:{logRegion}:{account}:log-group:{logGroup}";

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("FilterLogEvents", new($"{Group}:*")),
        Row("GetLogEvents", new($"{Group}:log-stream:*")),

        // It has no resource-level permissions.
        Row("DescribeLogGroups", ResourceShape.Any),
    ];

    private static PermissionRow Row(string operation, ResourceShape on) => new(AwsService.Logs.Id, operation, new RequiredAction($"logs:{operation}", on));
}
