using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Rolls one service of the environment, by the strategy and within the limits that the settings name.</summary>
/// <param name="settings">About that service alone.</param>
public sealed class ServiceRollout(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>For what a rehearsal's load balancer needs, also after a deployment that was cancelled.</summary>
    private static readonly TimeSpan BalancerLimit = TimeSpan.FromSeconds(5);

    private readonly JobSummary _summary = new(settings, EnvironmentVariables.OfThisProcess(), log);
    private readonly TargetGroupProvisioner _targetGroups = new(aws);

    /// <param name="steps">A cancellation until the last of them has ended takes the deployment back.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    /// <exception cref="Slipway.Pipeline.Configuration.Errors.ConfigurationException">The configuration lacks what the service needs: a network, or a target group.</exception>
    public async Task<RolloutResult> RunAsync(WantedRevision wanted, DeployOptions options, RolloutSteps steps, CancellationToken cancellation)
    {
        Check(options);
        return await SummarizedAsync(wanted, async () =>
        {
            await EnvironmentNetwork.RequireAsync(aws.Ecs, settings, wanted.TaskDefinition, wanted.Definition, cancellation);
            var request = await RequestAsync(wanted, options, cancellation);
            return await new SuspendedScaling(settings, aws, log, time).WhileAsync(options.Follows, steps.MayTakeBack, suspend => BalancedAsync(Suspending(steps, suspend), balanced => WatchedAsync((progress, view) => new Rollout(aws, time, progress) { View = view }.RunAsync(request, balanced, cancellation))));
        });

        static RolloutSteps Suspending(RolloutSteps steps, Func<CancellationToken, Task> suspend) => steps with
        {
            BeforeRollout = async (revision, token) =>
            {
                await steps.BeforeRollout(revision, token);
                await suspend(token);
            },
        };
    }

    /// <summary>Answers the pause of the service's deployment, and follows it.</summary>
    /// <param name="definition">What the service has now.</param>
    /// <param name="rollsBack">The service goes back to what it ran before.</param>
    /// <exception cref="RolloutException">Nothing is paused, or the deployment did not end well.</exception>
    public Task<RolloutResult> ContinueAsync(TaskDefinitionDocument definition, bool rollsBack, DeployOptions options, RolloutSteps steps, CancellationToken cancellation)
    {
        var request = Request(definition, options);
        return new SuspendedScaling(settings, aws, log, time).WhileAsync(options.Follows, steps.MayTakeBack, async suspend =>
        {
            await suspend(cancellation);
            return await BalancedAsync(steps, balanced => WatchedAsync((progress, view) => new RolloutContinuation(aws, time, progress) { View = view, IsPart = settings.Deploy.Aside.Count > 0 }.RunAsync(request, rollsBack, balanced, cancellation)));
        });
    }

    /// <summary>What the service shall run, and how it gets there, for one that is rolled with others, and has its network.</summary>
    /// <exception cref="RunFailedException">The options are not for such a service; exit code 2.</exception>
    /// <exception cref="Slipway.Pipeline.Configuration.Errors.ConfigurationException">As of <see cref="RunAsync"/>.</exception>
    internal Task<RolloutRequest> RequestAsMemberAsync(WantedRevision wanted, DeployOptions options, CancellationToken cancellation)
    {
        Check(options);
        return RequestAsync(wanted, options, cancellation);
    }

    /// <summary>Has a rehearsal's load balancer lead to the service's new tasks.</summary>
    internal Task LeadAsync() => BalanceAsync(_targetGroups.LeadAsync);

    /// <summary>Has it lead to what the service has when its deployment is over.</summary>
    internal Task SettleAsync() => BalanceAsync(SettleAsync);

    internal Task SummarizeAsync(WantedRevision wanted, RolloutResult? result, Exception? failure, TimeSpan duration) => _summary.AppendAsync(wanted, result, failure, duration);

    private void Check(DeployOptions options)
    {
        if (options.WaitsUntil is not null && settings.Service.Strategy == DeployStrategy.BlueGreen)
            throw new RunFailedException(ExitCodes.Configuration, $"{settings.Service.PlaceOf("strategy")}: {Options.WaitUntil} names a pause, and with strategy 'blue-green' CodeDeploy deploys, which has none of ECS's. Leave it out, or write shifted or terminated.");
        if (settings.Service is { LoadBalancer.Place: var place, Strategy: not DeployStrategy.Rolling })
            log.Warning("{0}: '{1}.loadBalancer' is not used: this strategy moves service '{2}' between target groups of its own, which stay as they are.", place, settings.Service.Path, settings.Service.EcsName);
    }

    private async Task<RolloutResult> SummarizedAsync(WantedRevision wanted, Func<Task<RolloutResult>> roll)
    {
        var begin = time.GetTimestamp();
        try
        {
            var result = await roll();
            await _summary.AppendAsync(wanted, result, null, time.GetElapsedTime(begin));
            return result;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await _summary.AppendAsync(wanted, null, failure, time.GetElapsedTime(begin));
            throw;
        }
    }

    private async Task<RolloutResult> BalancedAsync(RolloutSteps steps, Func<RolloutSteps, Task<RolloutResult>> roll)
    {
        var isPaused = false;
        try
        {
            return await roll(steps with { Verify = VerifyAsync });
        }
        catch (RolloutException paused) when (paused.Outcome == RolloutOutcome.Paused)
        {
            // The old tasks are still there, and the requests theirs.
            isPaused = true;
            throw;
        }
        finally
        {
            if (!isPaused) await BalanceAsync(SettleAsync);
        }

        // The application is asked by way of the load balancer, which has to lead to the new tasks by then. A cancellation may still return to the old ones.
        async Task VerifyAsync(RolloutResult result, CancellationToken token)
        {
            await BalanceAsync(_targetGroups.LeadAsync);
            await steps.Verify(result, token);
        }
    }

    private async Task<RolloutRequest> RequestAsync(WantedRevision wanted, DeployOptions options, CancellationToken cancellation)
    {
        var service = settings.Service;
        return Request(wanted.TaskDefinition, options) with
        {
            Revision = wanted.Arn,
            DesiredCount = service.DesiredCount,
            Force = options.Force,
            LaunchType = service.LaunchType,
            LoadBalancer = await _targetGroups.ProvideAsync(settings, wanted.TaskDefinition, cancellation),
            Network = EnvironmentNetwork.Of(settings, wanted.TaskDefinition, wanted.Definition),
            Definition = wanted.Definition,
            Tags = wanted.Tags,
            CodeDeploy = service.CodeDeploy is { } target && wanted.Appspec is { } appspec ? new(target.Application, target.DeploymentGroup, appspec, target.Place.ToString()) : null,
            UntilTerminated = options.UntilTerminated,
            RollsBack = options.RollsBack,
        };
    }

    /// <summary>What it takes to follow a deployment.</summary>
    private RolloutRequest Request(TaskDefinitionDocument definition, DeployOptions options)
    {
        var (cluster, service) = settings.Service.RequireService();
        return new(cluster, service, definition, options.Timeout ?? settings.Deploy.Timeout, settings.Service.PlaceOf("service").ToString())
        {
            Strategy = settings.Service.Strategy switch
            {
                DeployStrategy.BlueGreen => RolloutStrategy.CodeDeploy,
                DeployStrategy.EcsBlueGreen => RolloutStrategy.EcsBlueGreen,
                _ => RolloutStrategy.Rolling,
            },
            Follows = options.Follows,
            WaitsUntil = options.WaitsUntil,
            PauseAdvice = PausePoint.AdviceOn(settings.Service.Name, options.PauseAdvice),
        };
    }

    private async Task<RolloutResult> WatchedAsync(Func<IProgress<string>, IRolloutView?, Task<RolloutResult>> roll)
    {
        if (log.IsQuiet || !LiveTable.IsPossible(AnsiConsole.Console)) return await roll(new TimedProgress(log, time), null);
        using var table = new LiveTable(AnsiConsole.Console, log, time);
        return await roll(table, table);
    }

    private async Task SettleAsync(Settings rehearsed, CancellationToken cancellation)
    {
        if (await _targetGroups.SettleAsync(rehearsed, cancellation)) return;
        log.Warning(
            "The rehearsal's load balancer leads to another target group than the one that service '{0}' has: its deployment is not complete. Deploy again when it is ({1}=Status), which leads the requests there.",
            rehearsed.Service.EcsName,
            Options.Target);
    }

    private async Task BalanceAsync(Func<Settings, CancellationToken, Task> act)
    {
        using var limit = new CancellationTokenSource(BalancerLimit, time);
        try
        {
            await act(settings, limit.Token);
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            log.Warning("The rehearsal's load balancer may still lead to a target group that the service has not; the next deployment corrects that: {0}", failure.Message);
        }
    }
}
