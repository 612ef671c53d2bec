namespace Slipway.Ecs.Logs;

/// <summary>A line that a container wrote.</summary>
/// <param name="Task">The task's id.</param>
public sealed record LogLine(DateTimeOffset Time, string Task, string Container, string Message);
