using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>What the calls of EventBridge Scheduler are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html</summary>
internal sealed class SchedulePermissionSource(LocalAwsOptions options) : IPermissionSource
{
    private const string PassedTo = "scheduler.amazonaws.com";

    public string TargetPrefix => SchedulerApi.Name;

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var action = $"scheduler:{operation}";
        return new(operation switch
        {
            "CreateSchedule" or "UpdateSchedule" => [Request.To(action, Schedule(request)), Request.To("iam:PassRole", request.Object("Target")?.Text("RoleArn") ?? "*", ("iam:PassedToService", [PassedTo]))],
            "GetSchedule" or "DeleteSchedule" => [Request.To(action, Schedule(request))],
            "CreateScheduleGroup" or "GetScheduleGroup" or "DeleteScheduleGroup" => [Request.To(action, Arn($"schedule-group/{request.Text("Name")}"))],
            _ => null,
        });
    }

    private string Schedule(JsonObject request) => Arn($"schedule/{request.Text("GroupName") ?? ScheduleGroup.Default}/{request.Text("Name")}");

    private string Arn(string resource) => $"arn:aws:scheduler:{options.Region}:{options.Account}:{resource}";
}
