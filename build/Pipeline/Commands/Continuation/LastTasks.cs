using Slipway.Aws;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Continuation;

/// <summary>Runs what comes last in a release whose deployment was continued, unless the run that deploys is there to do so.</summary>
/// <param name="settings">About one service.</param>
/// <param name="guard">Of the environment's lock, which that run holds.</param>
public sealed class LastTasks(Settings settings, AwsClients clients, EnvironmentGuard guard, ILog log, TimeProvider time)
{
    /// <param name="result">Where the continued deployment has arrived.</param>
    /// <exception cref="RunFailedException">A task failed, or was not run; exit code 7.</exception>
    public async Task RunAsync(RolloutResult result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (settings.TasksAfter.ToList() is not { Count: > 0 } tasks) return;
        var names = string.Join(", ", tasks.Select(task => $"'{task.Name}'"));
        if (ReleaseContinuation.IsPart(settings) || await BuildOfAsync(result.TaskDefinition, cancellation) is not { } build)
        {
            log.Warning("{0}: {1} was not run: it is for a release as a whole. {2}=Deploy runs what is missing.", tasks[0].Place, names, Options.Target);
            return;
        }

        var isHeld = false;
        try
        {
            await guard.WhileHeldAsync(
                held =>
                {
                    isHeld = true;
                    return new ReleaseTasks(settings, clients, log, time).AfterAsync(build, force: false, new Dictionary<string, RolloutResult> { [""] = result }, held);
                },
                cancellation);
        }
        catch (RunFailedException locked) when (!isHeld && locked.ExitCode == ExitCodes.Locked)
        {
            log.Information("{0} is left to the run that has the lock. {1}", names, locked.Message);
        }
    }

    /// <summary>Null when Slipway did not register it.</summary>
    private async Task<string?> BuildOfAsync(string revision, CancellationToken cancellation) =>
        ReleaseRecord.Of((await clients.Ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Tags)?.Build;
}
