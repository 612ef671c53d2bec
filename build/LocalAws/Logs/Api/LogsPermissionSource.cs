using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>What the calls of CloudWatch Logs are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html</summary>
internal sealed class LogsPermissionSource(LocalAwsOptions options) : IPermissionSource
{
    public string TargetPrefix => "Logs_20140328";

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var group = operation == "DescribeLogGroups" ? null : request.Text("logGroupName") ?? request.Text("logGroupIdentifier");
        if (group is null) return new((IReadOnlyList<PermissionRequest>?)null);
        // Refusals of AWS end with the stream, which is empty for the group itself: "…:log-group:NAME:log-stream:".
        var name = group.StartsWith("arn:", StringComparison.Ordinal) && group.Split(':') is [_, _, _, _, _, _, var named, ..] ? named : group;
        return new([Request.To($"logs:{operation}", $"arn:aws:logs:{options.Region}:{options.Account}:log-group:{name}:log-stream:{request.Text("logStreamName")}")]);
    }
}
