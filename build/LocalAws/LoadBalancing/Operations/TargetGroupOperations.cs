using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

internal sealed class TargetGroupOperations(LoadBalancingStore store, LoadBalancingArns arns) : IQueryOperations
{
    private const int HighestPort = 65_535;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["CreateTargetGroup"] = CreateAsync,
        ["DescribeTargetGroups"] = (parameters, _) => Task.FromResult(Describe(parameters)),
        ["ModifyTargetGroup"] = ModifyAsync,
        ["DeleteTargetGroup"] = DeleteAsync,
    };

    private async Task<IReadOnlyList<XElement>> CreateAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var wanted = Read(parameters);
        var (after, group) = await store.ChangeAsync(
            state =>
            {
                if (state.TargetGroups.FirstOrDefault(candidate => candidate.Name == wanted.Name) is { } existing)
                {
                    return existing.Port == wanted.Port && existing.TargetType == wanted.TargetType && existing.VpcId == wanted.VpcId && existing.HealthCheck == wanted.HealthCheck
                        ? (state, (state, existing))
                        : throw new AwsErrorException("DuplicateTargetGroupName", $"A target group with the same name '{wanted.Name}' exists, but with different settings");
                }

                var created = wanted with { Slot = FreeSlot(state) };
                var changed = state.With(created);
                return (changed, (changed, created));
            },
            cancellationToken);
        return [Xml.List("TargetGroups", [group], found => Write(after, found))];
    }

    private TargetGroup Read(QueryParameters parameters)
    {
        var name = ResourceNames.Check("target group", parameters.Required("Name"));
        var type = parameters.Text("TargetType") ?? "instance";
        if (type is not ("instance" or "ip"))
            throw ElbErrors.Unsupported($"the target type '{type}'");
        if (parameters.Required("Protocol") is var protocol && protocol != "HTTP")
            throw ElbErrors.Unsupported($"target groups of protocol '{protocol}'");
        if (parameters.Text("ProtocolVersion") is { Length: > 0 } version && version != "HTTP1")
            throw ElbErrors.Unsupported($"the protocol version '{version}'");
        if (parameters.Text("IpAddressType") is { } addresses && addresses != "ipv4")
            throw ElbErrors.Unsupported($"the IP address type '{addresses}'");
        return new()
        {
            Arn = arns.TargetGroup(name),
            Name = name,
            Slot = 0,
            Port = parameters.Number("Port", 1, HighestPort) ?? throw ElbErrors.Missing("Port"),
            VpcId = parameters.Required("VpcId"),
            TargetType = type,
            HealthCheck = HealthCheckParameters.Apply(parameters, new()),
            Tags = TagParameters.Read(parameters),
        };
    }

    private static int FreeSlot(LoadBalancingState state)
    {
        var taken = state.TargetGroups.Select(group => group.Slot).ToHashSet();
        var free = Enumerable.Range(0, ServerNames.Slots).FirstOrDefault(slot => !taken.Contains(slot), -1);
        return free >= 0 ? free : throw new AwsErrorException("TooManyTargetGroups", $"LocalAws has room for {ServerNames.Slots} target groups. Delete one that is not used.");
    }

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var (wantedArns, names) = (parameters.Texts("TargetGroupArns"), parameters.Texts("Names"));
        var state = store.Current;
        var balancer = parameters.Text("LoadBalancerArn");
        // "You can specify one of the following to filter the results": DescribeTargetGroups in the model of the API; the sentence is unconfirmed.
        if (new[] { wantedArns.Count > 0, names.Count > 0, balancer is not null }.Count(isGiven => isGiven) > 1)
            throw ElbErrors.Validation("Target group names, target group ARNs and a load balancer ARN cannot be specified together");
        if (wantedArns.Any(arn => state.TargetGroup(arn) is null) || names.Any(name => state.TargetGroups.All(group => group.Name != name)))
            throw ElbErrors.TargetGroupNotFound();
        if (balancer is not null && state.LoadBalancer(balancer) is null)
            throw ElbErrors.LoadBalancerNotFound(balancer);
        var all = wantedArns.Count + names.Count == 0;
        TargetGroup[] found =
        [
            .. state.TargetGroups
                .Where(group => all || wantedArns.Contains(group.Arn) || names.Contains(group.Name))
                .Where(group => balancer is null || state.ListenersTo(group.Arn).Any(listener => listener.LoadBalancerArn == balancer)),
        ];
        return Page.Of(parameters, "TargetGroups", found, group => Write(state, group));
    }

    private async Task<IReadOnlyList<XElement>> ModifyAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("TargetGroupArn");
        var state = await store.ChangeAsync(
            before =>
            {
                var group = before.TargetGroup(arn) ?? throw ElbErrors.TargetGroupNotFound();
                return before.With(group with { HealthCheck = HealthCheckParameters.Apply(parameters, group.HealthCheck) });
            },
            cancellationToken);
        return [Xml.List("TargetGroups", [state.TargetGroup(arn)!], group => Write(state, group))];
    }

    private async Task<IReadOnlyList<XElement>> DeleteAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("TargetGroupArn");
        await store.ChangeAsync(
            state => state.ListenersTo(arn).Any()
                ? throw new AwsErrorException("ResourceInUse", $"Target group '{arn}' is currently in use by a listener or a rule")
                : state.TargetGroup(arn) is { } group ? state with { TargetGroups = [.. state.TargetGroups.Except([group])] } : state,
            cancellationToken);
        return [];
    }

    private static XElement Write(LoadBalancingState state, TargetGroup group) => Xml.Member(
        Xml.Text("TargetGroupArn", group.Arn),
        Xml.Text("TargetGroupName", group.Name),
        Xml.Text("Protocol", "HTTP"),
        Xml.Text("ProtocolVersion", "HTTP1"),
        Xml.Text("Port", group.Port),
        Xml.Text("VpcId", group.VpcId),
        Xml.Text("HealthCheckProtocol", "HTTP"),
        Xml.Text("HealthCheckPort", group.HealthCheck.Port),
        Xml.Text("HealthCheckEnabled", "true"),
        Xml.Text("HealthCheckIntervalSeconds", group.HealthCheck.Interval),
        Xml.Text("HealthCheckTimeoutSeconds", group.HealthCheck.Timeout),
        Xml.Text("HealthyThresholdCount", group.HealthCheck.HealthyThreshold),
        Xml.Text("UnhealthyThresholdCount", group.HealthCheck.UnhealthyThreshold),
        Xml.Text("HealthCheckPath", group.HealthCheck.Path),
        Xml.Structure("Matcher", Xml.Text("HttpCode", group.HealthCheck.Matcher)),
        Xml.Texts("LoadBalancerArns", state.ListenersTo(group.Arn).Select(listener => listener.LoadBalancerArn).Distinct()),
        Xml.Text("TargetType", group.TargetType),
        Xml.Text("IpAddressType", "ipv4"));
}
