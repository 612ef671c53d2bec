using Slipway.Ecs.Logs;

namespace Slipway.Pipeline.Operations;

/// <summary>A container's line in JSON.</summary>
/// <param name="Time">UTC, to the millisecond.</param>
/// <param name="Task">The task's id.</param>
internal sealed record LogRecord(DateTime Time, string Task, string Container, string Message)
{
    public static LogRecord Of(LogLine line) => new(line.Time.UtcDateTime, line.Task, line.Container, line.Message);
}
