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
    /// <param name="steps">A cancellation until the last of them has ended takes the deployment back.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    public async Task<RolloutResult> RunAsync(WantedRevision wanted, DeployOptions options, RolloutSteps steps, CancellationToken cancellation)
    {
        var deploy = settings.Deploy;
        var (cluster, service) = deploy.RequireService();
        var request = new RolloutRequest(cluster, service, wanted.TaskDefinition, options.Timeout ?? deploy.Timeout, settings.PlaceOf("deploy.service").ToString())
        {
            Revision = wanted.Arn,
            DesiredCount = deploy.DesiredCount,
            Force = options.Force,
            LaunchType = deploy.LaunchType,
            LoadBalancer = await new TargetGroupProvisioner(aws.Query(AwsService.LoadBalancing)).FindAsync(settings, cancellation),
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
        if (log.IsQuiet || !LiveTable.IsPossible(AnsiConsole.Console)) return await new Rollout(aws, time, new TimedProgress(log, time)).RunAsync(request, steps, cancellation);
        using var table = new LiveTable(AnsiConsole.Console, log, time);
        return await new Rollout(aws, time, table) { View = table }.RunAsync(request, steps, cancellation);
    }
}
