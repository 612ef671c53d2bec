using Slipway.Aws.Logs;

namespace Slipway.Ecs.Logs;

/// <summary>The last lines of one container of one task.</summary>
/// <param name="Group">Null when the container does not write to CloudWatch Logs.</param>
/// <param name="Stream">Null when the container does not write to CloudWatch Logs, or has no stream yet.</param>
/// <param name="Lines">Oldest first.</param>
/// <param name="WhyNone">A sentence where there is nothing to read the lines from; null when the stream was read, if it is empty or not.</param>
public sealed record ContainerLog(string Container, string? Group, string? Stream, IReadOnlyList<LogEvent> Lines, string? WhyNone);
