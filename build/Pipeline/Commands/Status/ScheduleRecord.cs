using Slipway.Ecs.Schedules;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>What a schedule runs, in JSON.</summary>
/// <param name="Schedule">As slipway.yml calls it.</param>
/// <param name="Name">As EventBridge Scheduler knows it.</param>
/// <param name="Service">The service whose task definition it runs.</param>
/// <param name="Deployed">False when there is no such schedule; then the members behind it are null.</param>
/// <param name="IsElsewhere">Whether it runs another revision than the service.</param>
internal sealed record ScheduleRecord(
    string Application, string Environment, string Region, string Schedule, string Name, string Group, string Service, bool Deployed,
    string? TaskDefinition, string? ServiceTaskDefinition, bool IsElsewhere, string? Expression, string? TimeZone, bool? Enabled)
{
    public static ScheduleRecord Of(Settings settings, ScheduleStatus status) => new(
        settings.Application, settings.Environment, settings.Region, status.Schedule.Name, status.Schedule.ScheduleName, status.Schedule.Group, status.Schedule.EcsService, status.TaskDefinition is not null,
        status.TaskDefinition, status.ServiceTaskDefinition, status.IsElsewhere, status.Expression, status.TimeZone, status.IsEnabled);
}
