using System.Globalization;
using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// The load balancer of one service of a rehearsal, with one listener. It has a target group for each kind of target, since a group cannot
/// change its kind: <c>instance</c> for tasks that publish ports of the host, <c>ip</c> for tasks with an address of their own.
/// </summary>
/// <param name="names">What load balancer and groups are called.</param>
/// <param name="port">Of the listener.</param>
/// <param name="path">What the group's health check asks.</param>
/// <param name="codes">Statuses that are good there.</param>
internal sealed class RehearsalLoadBalancer(AwsQueryClient elb, LoadBalancerNames names, int port, string path, string codes)
{
    /// <summary>The quickest health check that a target group can have, in seconds.</summary>
    private const string Interval = "5";

    private const string Times = "2";
    private const string DrainSeconds = "5";

    private readonly string _port = port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The group of a kind of target, made with the load balancer. The listener leads to it, or also to it while it leads to the other.</summary>
    /// <returns>The group's ARN.</returns>
    /// <remarks>Each call is idempotent: an existing resource is reused.</remarks>
    public async Task<string> MakeAsync(bool byAddress, CancellationToken cancellation)
    {
        var subnets = RehearsalSubnets.All.Select((subnet, index) => KeyValuePair.Create($"Subnets.member.{index + 1}", subnet));
        var loadBalancer = await ArnAsync("CreateLoadBalancer", "LoadBalancerArn", new(subnets) { ["Name"] = names.LoadBalancer }, cancellation);
        var targetGroup = await MakeGroupAsync(byAddress, cancellation);
        var listeners = await ListenersAsync(loadBalancer, cancellation);
        // One of an earlier configuration, on another port.
        foreach (var other in listeners.Where(listener => listener.Port != _port))
            await elb.InvokeAsync("DeleteListener", new Dictionary<string, string> { ["ListenerArn"] = other.Arn }, cancellation);
        if (listeners.FirstOrDefault(listener => listener.Port == _port) is not { } listener)
            await ListenAsync(loadBalancer, targetGroup, cancellation);
        else if (!listener.TargetGroups.Contains(targetGroup))
            // Health checks begin when a listener leads to a group, and requests go on to the tasks that the service has.
            await LeadAsync(listener.Arn, [.. listener.TargetGroups.Select(group => (group, 1)), (targetGroup, 0)], cancellation);
        return targetGroup;
    }

    /// <summary>The group of a kind of target, or null when it was not made yet. Changes nothing.</summary>
    public Task<string?> FindAsync(bool byAddress, CancellationToken cancellation) => FindGroupAsync(names.TargetGroup(byAddress), cancellation);

    /// <summary>All requests go to the group that the service has, where that is one of this load balancer's.</summary>
    /// <param name="targetGroup">Its ARN.</param>
    public async Task LeadToAsync(string targetGroup, CancellationToken cancellation)
    {
        if (!(await OwnGroupsAsync(cancellation)).Contains(targetGroup)) return;
        foreach (var listener in await OwnListenersAsync(cancellation))
        {
            if (listener.TargetGroups is not [var only] || only != targetGroup) await LeadAsync(listener.Arn, [(targetGroup, 1)], cancellation);
        }
    }

    /// <summary>Whether all requests go to the group that the service has, where that is one of this load balancer's. Changes nothing.</summary>
    /// <param name="targetGroup">Its ARN.</param>
    public async Task<bool> LeadsToAsync(string targetGroup, CancellationToken cancellation) =>
        !(await OwnGroupsAsync(cancellation)).Contains(targetGroup)
        || (await OwnListenersAsync(cancellation)).TrueForAll(listener => listener.Serving is [var only] && only == targetGroup);

    /// <summary>Deletes the group of the other kind, when it is empty; what still drains is left to the next deployment.</summary>
    /// <param name="targetGroup">The ARN of the one that the service has.</param>
    public async Task TidyAsync(string targetGroup, CancellationToken cancellation)
    {
        var own = await OwnGroupsAsync(cancellation);
        if (!own.Contains(targetGroup)) return;
        foreach (var other in own.Where(group => group != targetGroup))
        {
            var parameters = new Dictionary<string, string> { ["TargetGroupArn"] = other };
            var health = await elb.InvokeAsync("DescribeTargetHealth", parameters, cancellation);
            if (!health.Descendants("TargetHealth").Any()) await elb.InvokeAsync("DeleteTargetGroup", parameters, cancellation);
        }
    }

    private async Task ListenAsync(string loadBalancer, string targetGroup, CancellationToken cancellation)
    {
        try
        {
            await elb.InvokeAsync("CreateListener", new Dictionary<string, string>(Forward((targetGroup, 1))) { ["LoadBalancerArn"] = loadBalancer, ["Protocol"] = "HTTP", ["Port"] = _port }, cancellation);
        }
        catch (AwsException taken) when (taken.Code == "InvalidConfigurationRequest")
        {
            foreach (var former in names.FormerLoadBalancers)
            {
                if (!(await ListenersOfAsync(former, cancellation)).Exists(listener => listener.Port == _port)) continue;
                throw new RunFailedException(
                    ExitCodes.Prerequisite,
                    $"Port {_port} is taken by the load balancer '{former}'. If an earlier version of Slipway made it for this service, which is '{names.LoadBalancer}' now: run ./build.sh --target=Down --env={Settings.RehearsalName}, and deploy again. If it is another service's: give this one another port ('listener' in 'deploy.loadBalancer').");
            }

            throw;
        }
    }

    private async Task<List<string>> OwnGroupsAsync(CancellationToken cancellation)
    {
        string?[] own = [await FindAsync(byAddress: false, cancellation), await FindAsync(byAddress: true, cancellation)];
        return [.. own.OfType<string>()];
    }

    private async Task<string> MakeGroupAsync(bool byAddress, CancellationToken cancellation)
    {
        var check = new Dictionary<string, string>
        {
            ["HealthCheckPath"] = path,
            ["Matcher.HttpCode"] = codes,
            ["HealthCheckIntervalSeconds"] = Interval,
            ["HealthCheckTimeoutSeconds"] = Times,
            ["HealthyThresholdCount"] = Times,
            ["UnhealthyThresholdCount"] = Times,
        };
        // One of an earlier configuration may have another health check.
        var targetGroup = await FindGroupAsync(names.TargetGroup(byAddress), cancellation) is { } made
            ? await ArnAsync("ModifyTargetGroup", "TargetGroupArn", new(check) { ["TargetGroupArn"] = made }, cancellation)
            : await ArnAsync("CreateTargetGroup", "TargetGroupArn", new(check)
            {
                ["Name"] = names.TargetGroup(byAddress),
                ["Protocol"] = "HTTP",
                ["Port"] = "80",
                ["VpcId"] = "vpc-local",
                ["TargetType"] = byAddress ? "ip" : "instance",
            }, cancellation);
        await elb.InvokeAsync(
            "ModifyTargetGroupAttributes",
            new Dictionary<string, string> { ["TargetGroupArn"] = targetGroup, ["Attributes.member.1.Key"] = "deregistration_delay.timeout_seconds", ["Attributes.member.1.Value"] = DrainSeconds },
            cancellation);
        return targetGroup;
    }

    private async Task<string?> FindGroupAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await elb.InvokeAsync("DescribeTargetGroups", new Dictionary<string, string> { ["Names.member.1"] = name }, cancellation);
            return (string?)answer.Descendants("TargetGroupArn").FirstOrDefault();
        }
        catch (AwsException missing) when (missing.Code == "TargetGroupNotFound")
        {
            return null;
        }
    }

    private Task<List<Listener>> OwnListenersAsync(CancellationToken cancellation) => ListenersOfAsync(names.LoadBalancer, cancellation);

    /// <summary>None of a load balancer that is not there.</summary>
    private async Task<List<Listener>> ListenersOfAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await elb.InvokeAsync("DescribeLoadBalancers", new Dictionary<string, string> { ["Names.member.1"] = name }, cancellation);
            var loadBalancer = (string?)answer.Descendants("LoadBalancerArn").FirstOrDefault() ?? throw new InvalidOperationException("DescribeLoadBalancers answered without a LoadBalancerArn.");
            return await ListenersAsync(loadBalancer, cancellation);
        }
        catch (AwsException missing) when (missing.Code == "LoadBalancerNotFound")
        {
            return [];
        }
    }

    private async Task<List<Listener>> ListenersAsync(string loadBalancer, CancellationToken cancellation)
    {
        var answer = await elb.InvokeAsync("DescribeListeners", new Dictionary<string, string> { ["LoadBalancerArn"] = loadBalancer }, cancellation);
        return
        [
            .. answer.Descendants("member").Where(member => member.Element("ListenerArn") is not null && member.Element("Port") is not null).Select(member => new Listener(
                (string)member.Element("ListenerArn")!,
                (string)member.Element("Port")!,
                [.. member.Descendants("TargetGroupArn").Select(group => group.Value).Distinct()],
                [.. member.Descendants("TargetGroupArn").Where(group => (string?)group.Parent!.Element("Weight") is not null and not "0").Select(group => group.Value).Distinct()])),
        ];
    }

    private async Task LeadAsync(string listener, IReadOnlyList<(string TargetGroup, int Weight)> shares, CancellationToken cancellation) =>
        await elb.InvokeAsync("ModifyListener", new Dictionary<string, string>(Forward([.. shares])) { ["ListenerArn"] = listener }, cancellation);

    private static Dictionary<string, string> Forward(params (string TargetGroup, int Weight)[] shares)
    {
        var action = new Dictionary<string, string> { ["DefaultActions.member.1.Type"] = "forward" };
        if (shares is [var only])
        {
            action["DefaultActions.member.1.TargetGroupArn"] = only.TargetGroup;
            return action;
        }

        for (var index = 0; index < shares.Length; index++)
        {
            var member = $"DefaultActions.member.1.ForwardConfig.TargetGroups.member.{index + 1}";
            action[$"{member}.TargetGroupArn"] = shares[index].TargetGroup;
            action[$"{member}.Weight"] = shares[index].Weight.ToString(CultureInfo.InvariantCulture);
        }

        return action;
    }

    private async Task<string> ArnAsync(string operation, string name, Dictionary<string, string> parameters, CancellationToken cancellation)
    {
        var answer = await elb.InvokeAsync(operation, parameters, cancellation);
        return (string?)answer.Descendants(name).FirstOrDefault() ?? throw new InvalidOperationException($"{operation} answered without a {name}.");
    }

    /// <param name="TargetGroups">ARNs of those that it leads to.</param>
    /// <param name="Serving">Those of them whose weight is not 0.</param>
    private sealed record Listener(string Arn, string Port, IReadOnlyList<string> TargetGroups, IReadOnlyList<string> Serving);
}
