using System.Globalization;
using System.Xml.Linq;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>The target group of the environment's service: the configured one, or the rehearsal's, which is made with its load balancer.</summary>
public sealed class TargetGroupProvisioner(AwsQueryClient elb)
{
    /// <summary>The quickest health check that a target group can have, in seconds.</summary>
    private const string Interval = "5";

    private const string Times = "2";
    private const string DrainSeconds = "5";

    /// <summary>Null when the configuration, or the strategy, leaves it to the service.</summary>
    /// <exception cref="ConfigurationException">The environment has none that it could use.</exception>
    /// <exception cref="AwsException">The rehearsal's could not be made: its port is taken, for example.</exception>
    public async Task<ServiceLoadBalancer?> FindAsync(Settings settings, CancellationToken cancellation)
    {
        // The other strategies move the service between target groups of its own.
        if (settings.Deploy is not { Strategy: DeployStrategy.Rolling, LoadBalancer: { } balancer }) return null;
        var arn = (settings.IsRehearsal, balancer) switch
        {
            (true, { Listener: { } listener }) => await MakeAsync(settings.Deploy.RequireService().Service, listener, balancer.HealthCheck, cancellation),
            (false, { TargetGroup: { } configured }) => configured,
            (true, _) => throw Missing(balancer, "listener"),
            _ => throw Missing(balancer, "targetGroup"),
        };
        return new(arn, balancer.Container, balancer.Port);
    }

    private static ConfigurationException Missing(LoadBalancerSettings balancer, string key) =>
        new([new(balancer.Place, ErrorCode.MissingValue, $"'deploy.loadBalancer' has no '{key}', which this environment needs")]);

    /// <summary>Each call is idempotent: an existing resource is reused.</summary>
    private async Task<string> MakeAsync(string name, int port, string path, CancellationToken cancellation)
    {
        var loadBalancer = await ArnAsync("CreateLoadBalancer", "LoadBalancerArn", new() { ["Name"] = name, ["Subnets.member.1"] = "subnet-local-a", ["Subnets.member.2"] = "subnet-local-b" }, cancellation);
        var targetGroup = await ArnAsync(
            "CreateTargetGroup",
            "TargetGroupArn",
            new()
            {
                ["Name"] = name,
                ["Protocol"] = "HTTP",
                ["Port"] = "80",
                ["VpcId"] = "vpc-local",
                ["TargetType"] = "instance",
                ["HealthCheckPath"] = path,
                ["HealthCheckIntervalSeconds"] = Interval,
                ["HealthCheckTimeoutSeconds"] = Times,
                ["HealthyThresholdCount"] = Times,
                ["UnhealthyThresholdCount"] = Times,
            },
            cancellation);
        await elb.InvokeAsync(
            "ModifyTargetGroupAttributes",
            new Dictionary<string, string> { ["TargetGroupArn"] = targetGroup, ["Attributes.member.1.Key"] = "deregistration_delay.timeout_seconds", ["Attributes.member.1.Value"] = DrainSeconds },
            cancellation);
        await ListenAsync(loadBalancer, targetGroup, port.ToString(CultureInfo.InvariantCulture), cancellation);
        return targetGroup;
    }

    /// <summary>One listener; one of an earlier configuration, on another port, goes.</summary>
    private async Task ListenAsync(string loadBalancer, string targetGroup, string port, CancellationToken cancellation)
    {
        var answer = await elb.InvokeAsync("DescribeListeners", new Dictionary<string, string> { ["LoadBalancerArn"] = loadBalancer }, cancellation);
        var listeners = answer.Descendants("member").Where(member => member.Element("ListenerArn") is not null && member.Element("Port") is not null).ToList();
        foreach (var other in listeners.Where(listener => (string?)listener.Element("Port") != port))
            await elb.InvokeAsync("DeleteListener", new Dictionary<string, string> { ["ListenerArn"] = (string)other.Element("ListenerArn")! }, cancellation);
        if (listeners.Exists(listener => (string?)listener.Element("Port") == port)) return;
        await elb.InvokeAsync(
            "CreateListener",
            new Dictionary<string, string>
            {
                ["LoadBalancerArn"] = loadBalancer,
                ["Protocol"] = "HTTP",
                ["Port"] = port,
                ["DefaultActions.member.1.Type"] = "forward",
                ["DefaultActions.member.1.TargetGroupArn"] = targetGroup,
            },
            cancellation);
    }

    private async Task<string> ArnAsync(string operation, string name, Dictionary<string, string> parameters, CancellationToken cancellation)
    {
        XElement answer = await elb.InvokeAsync(operation, parameters, cancellation);
        return (string?)answer.Descendants(name).FirstOrDefault() ?? throw new InvalidOperationException($"{operation} answered without a {name}.");
    }
}
