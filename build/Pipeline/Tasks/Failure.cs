using Cake.Core;
using Slipway.Aws;
using Slipway.Docker;
using Slipway.Docker.Prerequisites;
using Slipway.Docker.Registry;
using Slipway.Ecs.Exec;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>
/// The one place that gives each module's exception its exit code and hands it to Cake; the modules know nothing of Cake.
/// </summary>
internal static class Failure
{
    /// <summary>Records the exit code, since Cake loses that of its own exception.</summary>
    public static CakeException ToCake(Exception failure, Interruption interruption, ExitStatus status)
    {
        CakeException cake = interruption.ExitCode is { } signal
            ? new(signal, $"Cancelled by {interruption.SignalName}.")
            : failure as CakeException ?? new(ExitCode(failure), Text(failure), failure);
        status.Fail(cake.ExitCode);
        return cake;
    }

    private static int ExitCode(Exception failure) => failure switch
    {
        RunFailedException run => run.ExitCode,
        ConfigurationException or TaskDefinitionException => ExitCodes.Configuration,
        PrerequisiteException or RegistryException or AwsException => ExitCodes.Prerequisite,
        OneOffException or SessionException => ExitCodes.NotRolledBack,
        RolloutException { Outcome: RolloutOutcome.RolledBack } => ExitCodes.RolledBack,
        RolloutException { Outcome: RolloutOutcome.StillInProgress } => ExitCodes.InProgress,
        RolloutException { Outcome: RolloutOutcome.Paused } => ExitCodes.Paused,
        RolloutException { Outcome: RolloutOutcome.NotRolledBack } => ExitCodes.NotRolledBack,
        RolloutException => ExitCodes.Prerequisite,
        _ => ExitCodes.Unexpected,
    };

    // Without a room's own words, the kind of exception is a part of what is known.
    private static string Text(Exception failure) =>
        ExitCode(failure) == ExitCodes.Unexpected && failure is not (ToolException or ToolMissingException or RunFailedException) ? $"{failure.GetType().Name}: {failure.Message}" : failure.Message;
}
