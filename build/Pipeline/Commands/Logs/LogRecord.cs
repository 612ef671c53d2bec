
using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>A container's line in JSON.</summary>
/// <param name="Time">As <see cref="Moments"/> write it.</param>
/// <param name="Task">The task's id.</param>
internal sealed record LogRecord(string Time, string Task, string Container, string Message)
{
    public static LogRecord Of(LogLine line) => new(Moments.Text(line.Time), line.Task, line.Container, line.Message);
}
