using Slipway.Aws;
using Slipway.Ecs.Networking;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Environments.Rehearsal;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>The target group of the environment's service: the configured one, or the rehearsal's, which is made with its load balancer.</summary>
public sealed class TargetGroupProvisioner(AwsClients aws)
{
    private const string NotYet = "a target group that a deployment makes";

    private readonly AwsQueryClient _elb = aws.Query(AwsService.LoadBalancing);

    /// <summary>The group for a deployment. Null when the configuration, or the strategy, leaves it to the service.</summary>
    /// <param name="definition">What the service is to run: its network mode decides what the group's targets are.</param>
    /// <exception cref="ConfigurationException">The environment has none that it could use.</exception>
    /// <exception cref="AwsException">The rehearsal's could not be made: its port is taken, for example.</exception>
    public Task<ServiceLoadBalancer?> ProvideAsync(Settings settings, TaskDefinitionDocument definition, CancellationToken cancellation) =>
        ResolveAsync(settings, definition, async (own, byAddress) => await own.MakeAsync(byAddress, cancellation), cancellation);

    /// <summary>The same for a comparison, which makes nothing.</summary>
    /// <exception cref="ConfigurationException">The environment has none that it could use.</exception>
    public Task<ServiceLoadBalancer?> FindAsync(Settings settings, TaskDefinitionDocument definition, CancellationToken cancellation) =>
        ResolveAsync(settings, definition, async (own, byAddress) => await own.FindAsync(byAddress, cancellation) ?? NotYet, cancellation);

    /// <summary>In a rehearsal, lets the load balancer lead to the target group that the service has now.</summary>
    /// <exception cref="AwsException">The rehearsal did not answer as it should.</exception>
    public async Task LeadAsync(Settings settings, CancellationToken cancellation)
    {
        if (await FindOwnAsync(settings, cancellation) is not var (own, groups, _)) return;
        foreach (var group in groups) await own.LeadToAsync(group, cancellation);
    }

    /// <summary>
    /// The same when a run ends, if the service's deployment is complete: until then the requests stay with the tasks that answer them. A target group of the
    /// other kind goes then, when it is empty and nothing can return to it.
    /// </summary>
    /// <returns>Whether all requests go to the group that the service has.</returns>
    /// <exception cref="AwsException">The rehearsal did not answer as it should.</exception>
    public async Task<bool> SettleAsync(Settings settings, CancellationToken cancellation)
    {
        if (await FindOwnAsync(settings, cancellation) is not var (own, groups, isComplete)) return true;
        foreach (var group in groups)
        {
            if (!isComplete && !await own.LeadsToAsync(group, cancellation)) return false;
            if (!isComplete) continue;
            await own.LeadToAsync(group, cancellation);
            await own.TidyAsync(group, cancellation);
        }

        return true;
    }

    /// <summary>The rehearsal's load balancer with the target groups of the service, of which one may be the load balancer's; null where there is none.</summary>
    private async Task<(RehearsalLoadBalancer Own, IReadOnlyList<string> TargetGroups, bool IsComplete)?> FindOwnAsync(Settings settings, CancellationToken cancellation)
    {
        if (Own(settings) is not { } own || await DeployedService.FindAsync(aws.Ecs, settings.Service.RequireService(), cancellation) is not { } service) return null;
        var groups = (service["loadBalancers"]?.AsArray() ?? []).Select(balancer => (string?)balancer!["targetGroupArn"]).OfType<string>().ToList();
        var primary = service["deployments"]?.AsArray().FirstOrDefault(deployment => (string?)deployment?["status"] == "PRIMARY");
        return (own, groups, (string?)primary?["rolloutState"] == "COMPLETED");
    }

    private async Task<ServiceLoadBalancer?> ResolveAsync(Settings settings, TaskDefinitionDocument definition, Func<RehearsalLoadBalancer, bool, Task<string>> ownGroup, CancellationToken cancellation)
    {
        if (Balancer(settings) is not { } balancer) return null;
        if (!settings.IsRehearsal) return new(balancer.TargetGroup ?? throw Missing(settings, balancer, "targetGroup"), balancer.Container, balancer.Port);
        var own = Own(settings) ?? throw Missing(settings, balancer, "listener");
        var byAddress = ServiceNetwork.IsNeededBy(definition);
        var found = new ServiceLoadBalancer(await ownGroup(own, byAddress), balancer.Container, balancer.Port);
        return await own.FindAsync(!byAddress, cancellation) is { } otherKind ? found with { Replaces = [otherKind] } : found;
    }

    /// <summary>The rehearsal's; null where there is none.</summary>
    private RehearsalLoadBalancer? Own(Settings settings) => settings.IsRehearsal && Balancer(settings) is { Listener: { } listener } balancer
        ? new(_elb, new(settings.Service.RequireService()), listener, balancer.HealthCheck, balancer.HealthCodes)
        : null;

    /// <summary>The other strategies move the service between target groups of its own.</summary>
    private static LoadBalancerSettings? Balancer(Settings settings) => settings.Service.Strategy == DeployStrategy.Rolling ? settings.Service.LoadBalancer : null;

    private static ConfigurationException Missing(Settings settings, LoadBalancerSettings balancer, string key) =>
        new([new(balancer.Place, ErrorCode.MissingValue, $"'{settings.Service.Path}.loadBalancer' has no '{key}', which this environment needs")]);
}
