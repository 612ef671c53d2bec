
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>Turns the end of a command into that of the run.</summary>
public static class CommandVerdict
{
    /// <exception cref="RunFailedException">The command failed (4), or was not run at all (7).</exception>
    public static void Check(OneOffRequest request, OneOffResult result)
    {
        if (result.Succeeded) return;
        var command = CommandText.Of(request.Command);
        var task = result.Task is null ? "" : $" in task {TaskId.Of(result.Task)}";
        var said = string.Join(": ", new[] { result.StopCode ?? "", result.Reason }.Where(text => text.Length > 0));
        throw result switch
        {
            { TimedOut: true } => new RunFailedException(
                ExitCodes.Application, $"The command was not done after {request.Timeout?.TotalSeconds:0} s, and was stopped{Known(result.ExitCode)}{task}: {command}. Its log is above; give it more time, or find out what it waits for."),
            { ExitCode: { } code } => new RunFailedException(
                ExitCodes.Application, $"The command failed in container '{request.Container}'{task} with exit code {code}{Details(result)}: {command}. Its log is above."),
            { Task: null } => new RunFailedException(
                ExitCodes.NotRolledBack, $"The command was not run ({command}): cluster '{request.Cluster}' has no room for its task: {said}. Free some, add capacity, or ask for less cpu and memory in the task definition."),
            _ => new RunFailedException(
                ExitCodes.NotRolledBack, $"The command was not run ({command}): container '{request.Container}'{task} did not start{(said.Length == 0 ? "" : $": {said}")}. Correct the cause, and run it again."),
        };
    }

    /// <summary>What is more than that a container ended.</summary>
    private static string Details(OneOffResult result) => result.Reason.Contains(": ", StringComparison.Ordinal) ? $" ({result.Reason})" : "";

    private static string Known(int? exitCode) => exitCode is { } code ? $" (exit code {code})" : "";
}
