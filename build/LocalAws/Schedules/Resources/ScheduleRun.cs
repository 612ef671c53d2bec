namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>An invocation of a schedule's target.</summary>
/// <param name="ScheduledAt">When it was due by the schedule's expression.</param>
/// <param name="At">When it was.</param>
/// <param name="Tasks">The ARNs of what was started.</param>
/// <param name="Error">Why nothing was, or not all; null when nothing is wrong.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record ScheduleRun(DateTimeOffset ScheduledAt, DateTimeOffset At, IReadOnlyList<string> Tasks, string? Error, int Attempts);
