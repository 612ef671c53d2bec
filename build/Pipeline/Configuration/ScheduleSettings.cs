using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A schedule of EventBridge Scheduler that runs tasks of the release. What is null is left to the schedule that is there.</summary>
/// <param name="Name">Under <c>deploy.schedules</c>.</param>
/// <param name="Service">The name of the service whose task definition it runs; null where <c>deploy</c> itself is about one service.</param>
/// <param name="Group">That of EventBridge Scheduler. Default: <c>default</c>.</param>
/// <param name="Place">Of the mapping that describes it.</param>
public sealed record ScheduleSettings(string Name, string? Service, string Group, Place Place)
{
    /// <summary>Of a schedule of EventBridge Scheduler, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>As EventBridge Scheduler knows it. Default: <c>APPLICATION-ENVIRONMENT-NAME</c>.</summary>
    public Template? ScheduleName { get; init; }

    public string? Expression { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>ARN of the role by which EventBridge Scheduler starts tasks.</summary>
    public Template? Role { get; init; }

    public ScheduleState? State { get; init; }

    /// <summary>Whose command is replaced; null is the only one.</summary>
    public string? Container { get; init; }

    /// <summary>Program and arguments; no shell, no placeholders.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public NetworkSettings? Network { get; init; }

    /// <summary>Whether it runs the task definition of a service.</summary>
    public bool IsOf(ServiceSettings service) => Service is null || Service == service.Name;

    /// <summary>As EventBridge Scheduler knows it.</summary>
    public string NameIn(Settings settings, PlaceholderValues placeholders) => ScheduleName?.Render(placeholders) ?? $"{settings.Application}-{settings.Environment}-{Name}";
}
