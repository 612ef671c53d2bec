using Slipway.Aws.Permissions;

namespace Slipway.Aws.Schedules;

/// <summary>
/// What the operations of EventBridge Scheduler need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
/// </summary>
internal static class SchedulesPermissions
{
    private static readonly ResourceShape Schedule = ResourceShape.Of("scheduler", "schedule/{scheduleGroup}/{schedule}");
    private static readonly ResourceShape Group = ResourceShape.Of("scheduler", "schedule-group/{scheduleGroup}");

    /// <summary>EventBridge Scheduler takes on the role of a schedule when it is due; the reference has it as a dependent action of both.</summary>
    private static readonly RequiredAction PassRole = new("iam:PassRole", new("{scheduleRole}"), new ActionCondition("StringEquals", "iam:PassedToService", "scheduler.amazonaws.com"))
    {
        Because = "EventBridge Scheduler takes on the role of the schedule",
    };

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        Row("GetSchedule", new RequiredAction("scheduler:GetSchedule", Schedule)),
        Row("CreateSchedule", new RequiredAction("scheduler:CreateSchedule", Schedule), PassRole),
        Row("UpdateSchedule", new RequiredAction("scheduler:UpdateSchedule", Schedule), PassRole),
        Row("DeleteSchedule", new RequiredAction("scheduler:DeleteSchedule", Schedule)),
        Row("GetScheduleGroup", new RequiredAction("scheduler:GetScheduleGroup", Group)),
        Row("CreateScheduleGroup", new RequiredAction("scheduler:CreateScheduleGroup", Group)) with { IsOfRehearsals = true },
    ];

    private static PermissionRow Row(string operation, params RequiredAction[] actions) => new(AwsService.Scheduler.Id, operation, actions);
}
