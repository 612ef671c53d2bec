namespace Slipway.Ecs.Schedules;

/// <summary>What a schedule runs, beside what its service does.</summary>
/// <param name="TaskDefinition">ARN; null when there is no such schedule.</param>
/// <param name="ServiceTaskDefinition">ARN of what the service runs; null when there is no such service.</param>
public sealed record ScheduleStatus(WantedSchedule Schedule, string? TaskDefinition, string? ServiceTaskDefinition, string? Expression = null, string? TimeZone = null, bool? IsEnabled = null)
{
    /// <summary>Whether it runs another revision than its service.</summary>
    public bool IsElsewhere => TaskDefinition is not null && ServiceTaskDefinition is not null && TaskDefinition != ServiceTaskDefinition;
}
