namespace Slipway.Ecs.OneOff;

/// <summary>How a task that was run once ended.</summary>
/// <param name="Task">Its ARN; null when ECS could not place it.</param>
/// <param name="ExitCode">Of the command; null when its container never ran, or ended without one.</param>
/// <param name="StopCode">ECS's, such as <c>EssentialContainerExited</c> or <c>TaskFailedToStart</c>.</param>
/// <param name="Reason">In one line, what ECS says about the task and its containers; empty when it says nothing.</param>
/// <param name="StartedAt">When its containers ran; null when they never did.</param>
/// <param name="TimedOut">It was stopped because its time was over.</param>
public sealed record OneOffResult(
    string? Task, int? ExitCode, string? StopCode, string Reason, DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt, bool TimedOut = false)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
