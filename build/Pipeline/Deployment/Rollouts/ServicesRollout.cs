using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Rolls several services of an environment to one release, all or none.</summary>
/// <param name="settings">About those services.</param>
public sealed class ServicesRollout(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <param name="wanted">What each service shall run, by its name.</param>
    /// <param name="checkOf">What is checked of a service before any revision is registered.</param>
    /// <param name="steps">Its verification finds the load balancers of a rehearsal leading to the new tasks.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    /// <exception cref="RunFailedException">The options are not for several services; exit code 2.</exception>
    /// <exception cref="Slipway.Pipeline.Configuration.Errors.ConfigurationException">The configuration lacks what a service needs: a network, or a target group.</exception>
    public async Task<IReadOnlyDictionary<string, RolloutResult>> RunAsync(
        IReadOnlyDictionary<string, WantedRevision> wanted,
        Func<ServiceSettings, Func<TaskDefinitionDocument, CancellationToken, Task>> checkOf,
        DeployOptions options,
        GroupSteps steps,
        CancellationToken cancellation)
    {
        Check(options);
        var rollouts = settings.Services.ToDictionary(service => service.Name!, service => new ServiceRollout(settings.Of(service), aws, log, time));
        var begin = time.GetTimestamp();
        try
        {
            await EnvironmentNetwork.RequireAsync(aws.Ecs, settings.Services.Select(service => (settings.Of(service), wanted[service.Name!].TaskDefinition, wanted[service.Name!].Definition)), cancellation);
            var members = new List<GroupMember>();
            foreach (var service in settings.Services)
            {
                var request = await rollouts[service.Name!].RequestAsMemberAsync(wanted[service.Name!], options, cancellation);
                members.Add(new(service.Name!, request) { After = service.After, Check = checkOf(service) });
            }

            var results = await new SuspendedScaling(settings, aws, log, time).WhileAsync(
                options.Follows, steps.MayTakeBack, suspend => BalancedAsync(rollouts.Values, Suspending(steps, suspend), balanced => WatchedAsync(members, balanced, cancellation)));
            foreach (var (name, result) in results) await rollouts[name].SummarizeAsync(wanted[name], result, null, time.GetElapsedTime(begin));
            return results;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            foreach (var (name, rollout) in rollouts) await rollout.SummarizeAsync(wanted[name], null, failure, time.GetElapsedTime(begin));
            throw;
        }
    }

    private static GroupSteps Suspending(GroupSteps steps, Func<CancellationToken, Task> suspend) => steps with
    {
        BeforeRollout = async (revisions, token) =>
        {
            await steps.BeforeRollout(revisions, token);
            await suspend(token);
        },
    };

    private void Check(DeployOptions options)
    {
        if (options.WaitsUntil is not null)
            throw new RunFailedException(ExitCodes.Configuration, $"{Options.WaitUntil} names a pause, and environment '{settings.Environment}' deploys several services, each of which may pause. Choose one with {Options.Service}=NAME, or leave it out.");
        if (!options.Follows && settings.Services.FirstOrDefault(service => service.After.Count > 0) is { } later)
            throw new RunFailedException(ExitCodes.Configuration, $"{later.PlaceOf("after")}: service '{later.Name}' is moved after others have arrived, and {Options.NoWait} waits for none. Leave one of them out, or choose services with {Options.Service}=NAME.");
    }

    private async Task<IReadOnlyDictionary<string, RolloutResult>> BalancedAsync(
        IReadOnlyCollection<ServiceRollout> rollouts, GroupSteps steps, Func<GroupSteps, Task<IReadOnlyDictionary<string, RolloutResult>>> roll)
    {
        try
        {
            return await roll(steps with { Verify = VerifyAsync });
        }
        finally
        {
            foreach (var rollout in rollouts) await rollout.SettleAsync();
        }

        async Task VerifyAsync(IReadOnlyDictionary<string, RolloutResult> results, CancellationToken token)
        {
            foreach (var rollout in rollouts) await rollout.LeadAsync();
            await steps.Verify(results, token);
        }
    }

    private async Task<IReadOnlyDictionary<string, RolloutResult>> WatchedAsync(IReadOnlyList<GroupMember> members, GroupSteps steps, CancellationToken cancellation)
    {
        if (log.IsQuiet || !LiveTable.IsPossible(AnsiConsole.Console)) return await new GroupRollout(aws, time, new TimedProgress(log, time)).RunAsync(members, steps, cancellation);
        using var table = new ServicesTable(AnsiConsole.Console, log, time);
        return await new GroupRollout(aws, time, table) { View = table.Of }.RunAsync(members, steps, cancellation);
    }
}
