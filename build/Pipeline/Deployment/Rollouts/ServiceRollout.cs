using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Rolls the environment's service, by the strategy and within the limits that the settings name.</summary>
public sealed class ServiceRollout(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>For what a rehearsal's load balancer needs, also after a deployment that was cancelled.</summary>
    private static readonly TimeSpan BalancerLimit = TimeSpan.FromSeconds(5);

    private readonly TargetGroupProvisioner _targetGroups = new(aws);

    /// <param name="steps">A cancellation until the last of them has ended takes the deployment back.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    /// <exception cref="Slipway.Pipeline.Configuration.Errors.ConfigurationException">The configuration lacks what the service needs: a network, or a target group.</exception>
    public async Task<RolloutResult> RunAsync(WantedRevision wanted, DeployOptions options, RolloutSteps steps, CancellationToken cancellation)
    {
        await EnvironmentNetwork.RequireAsync(aws.Ecs, settings, wanted.TaskDefinition, cancellation);
        var request = await RequestAsync(wanted, options, cancellation);
        try
        {
            return await RunAsync(request, steps with { Verify = VerifyAsync }, cancellation);
        }
        finally
        {
            await BalanceAsync(_targetGroups.SettleAsync);
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
        var deploy = settings.Deploy;
        var (cluster, service) = deploy.RequireService();
        return new(cluster, service, wanted.TaskDefinition, options.Timeout ?? deploy.Timeout, settings.PlaceOf("deploy.service").ToString())
        {
            Revision = wanted.Arn,
            DesiredCount = deploy.DesiredCount,
            Force = options.Force,
            LaunchType = deploy.LaunchType,
            LoadBalancer = await _targetGroups.ProvideAsync(settings, wanted.TaskDefinition, cancellation),
            Network = EnvironmentNetwork.Of(settings, wanted.TaskDefinition),
            Tags = wanted.Tags,
            Strategy = deploy.Strategy switch
            {
                DeployStrategy.BlueGreen => RolloutStrategy.CodeDeploy,
                DeployStrategy.EcsBlueGreen => RolloutStrategy.EcsBlueGreen,
                _ => RolloutStrategy.Rolling,
            },
            CodeDeploy = deploy.CodeDeploy is { } target && wanted.Appspec is { } appspec ? new(target.Application, target.DeploymentGroup, appspec, target.Place.ToString()) : null,
            UntilTerminated = options.UntilTerminated,
            RollsBack = options.RollsBack,
            Follows = options.Follows,
        };
    }

    private async Task<RolloutResult> RunAsync(RolloutRequest request, RolloutSteps steps, CancellationToken cancellation)
    {
        if (log.IsQuiet || !LiveTable.IsPossible(AnsiConsole.Console)) return await new Rollout(aws, time, new TimedProgress(log, time)).RunAsync(request, steps, cancellation);
        using var table = new LiveTable(AnsiConsole.Console, log, time);
        return await new Rollout(aws, time, table) { View = table }.RunAsync(request, steps, cancellation);
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
