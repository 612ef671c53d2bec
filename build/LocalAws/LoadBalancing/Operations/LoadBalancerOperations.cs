using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

internal sealed class LoadBalancerOperations(LocalAwsOptions options, LoadBalancingStore store, LoadBalancingArns arns, ProxyFleet fleet, TimeProvider time)
    : IQueryOperations
{
    private const int FewestSubnets = 2;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["CreateLoadBalancer"] = CreateAsync,
        ["DescribeLoadBalancers"] = (parameters, _) => Task.FromResult(Describe(parameters)),
        ["DeleteLoadBalancer"] = DeleteAsync,
        ["SetSubnets"] = SetSubnetsAsync,
        ["SetSecurityGroups"] = SetGroupsAsync,
        ["DescribeCapacityReservation"] = (parameters, _) => Task.FromResult(DescribeCapacity(parameters)),
    };

    private async Task<IReadOnlyList<XElement>> CreateAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var wanted = Read(parameters);
        var balancer = await store.ChangeAsync(
            state =>
            {
                if (state.LoadBalancers.FirstOrDefault(candidate => candidate.Name == wanted.Name) is not { } existing)
                    return (state.With(wanted), wanted);
                return IsSame(existing, wanted)
                    ? (state, existing)
                    : throw new AwsErrorException("DuplicateLoadBalancerName", $"A load balancer with the same name '{wanted.Name}' exists, but with different settings");
            },
            cancellationToken);
        return [Xml.List("LoadBalancers", [balancer], Write)];
    }

    private LoadBalancer Read(QueryParameters parameters)
    {
        var name = ResourceNames.Check("load balancer", parameters.Required("Name"));
        // The rule is CreateLoadBalancer's in the model of the API; the sentence is unconfirmed.
        if (name.StartsWith("internal-", StringComparison.Ordinal))
            throw ElbErrors.Validation($"The load balancer name '{name}' cannot begin with 'internal-'");
        if (parameters.Text("Type") is { } type && type != "application")
            throw ElbErrors.Unsupported($"the load balancer type '{type}'");
        if (parameters.Text("IpAddressType") is { } addresses && addresses != "ipv4")
            throw ElbErrors.Unsupported($"the IP address type '{addresses}'");
        var scheme = parameters.Text("Scheme") ?? "internet-facing";
        if (scheme is not ("internet-facing" or "internal"))
            throw ElbErrors.NotOneOf("Scheme", scheme, "internet-facing", "internal");
        return new()
        {
            Arn = arns.LoadBalancer(name),
            Name = name,
            Scheme = scheme,
            CreatedTime = time.GetUtcNow(),
            Subnets = SubnetsIn(parameters),
            SecurityGroups = parameters.Texts("SecurityGroups"),
            Tags = TagParameters.Read(parameters),
        };
    }

    private static string[] SubnetsIn(QueryParameters parameters)
    {
        string[] subnets = [.. parameters.Texts("Subnets"), .. parameters.Members("SubnetMappings").Select(mapping => mapping.Required("SubnetId"))];
        return subnets.Distinct().Count() >= FewestSubnets ? subnets : throw ElbErrors.Validation("At least two subnets in two different Availability Zones must be specified");
    }

    private async Task<IReadOnlyList<XElement>> SetSubnetsAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var subnets = SubnetsIn(parameters);
        var balancer = await ChangeAsync(parameters, found => found with { Subnets = subnets }, cancellationToken);
        return [Zones(balancer), Xml.Text("IpAddressType", "ipv4")!];
    }

    /// <summary>Nothing goes by them: every listener is on loopback.</summary>
    private async Task<IReadOnlyList<XElement>> SetGroupsAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var groups = parameters.Texts("SecurityGroups");
        var balancer = await ChangeAsync(parameters, found => found with { SecurityGroups = groups }, cancellationToken);
        return [Xml.Texts("SecurityGroupIds", balancer.SecurityGroups)];
    }

    private Task<LoadBalancer> ChangeAsync(QueryParameters parameters, Func<LoadBalancer, LoadBalancer> change, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("LoadBalancerArn");
        return store.ChangeAsync(
            state =>
            {
                var changed = change(state.LoadBalancer(arn) ?? throw ElbErrors.LoadBalancerNotFound(arn));
                return (state.With(changed), changed);
            },
            cancellationToken);
    }

    /// <summary>No load balancer has any.</summary>
    private IReadOnlyList<XElement> DescribeCapacity(QueryParameters parameters) =>
        parameters.Required("LoadBalancerArn") is var arn && store.Current.LoadBalancer(arn) is not null ? [Xml.Structure("CapacityReservationState")] : throw ElbErrors.LoadBalancerNotFound(arn);

    private static bool IsSame(LoadBalancer one, LoadBalancer other) =>
        one.Scheme == other.Scheme && one.Subnets.ToHashSet().SetEquals(other.Subnets) && one.SecurityGroups.ToHashSet().SetEquals(other.SecurityGroups);

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var (wantedArns, names) = (parameters.Texts("LoadBalancerArns"), parameters.Texts("Names"));
        var state = store.Current;
        if (names.FirstOrDefault(name => state.LoadBalancers.All(balancer => balancer.Name != name)) is { } missing)
            throw ElbErrors.LoadBalancerNotFound($"[{missing}]");
        if (wantedArns.Any(arn => state.LoadBalancer(arn) is null))
            throw ElbErrors.LoadBalancerNotFound();
        var all = wantedArns.Count + names.Count == 0;
        LoadBalancer[] found = [.. state.LoadBalancers.Where(balancer => all || wantedArns.Contains(balancer.Arn) || names.Contains(balancer.Name))];
        return Page.Of(parameters, "LoadBalancers", found, Write);
    }

    private async Task<IReadOnlyList<XElement>> DeleteAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("LoadBalancerArn");
        var listeners = await store.ChangeAsync(
            state =>
            {
                if (state.LoadBalancer(arn) is not { } balancer)
                    return (state, []);
                if (LoadBalancerAttributes.Of(balancer, LoadBalancerAttributes.DeletionProtection) == "true")
                    throw new AwsErrorException("OperationNotPermitted", $"Load balancer '{arn}' cannot be deleted because deletion protection is enabled");
                var owned = state.Listeners.Where(listener => listener.LoadBalancerArn == arn).ToList();
                return (state with { LoadBalancers = [.. state.LoadBalancers.Except([balancer])], Listeners = [.. state.Listeners.Except(owned)] }, owned);
            },
            cancellationToken);
        foreach (var listener in listeners)
            await fleet.RemoveAsync(listener, cancellationToken);
        return [];
    }

    private XElement Write(LoadBalancer balancer) => Xml.Member(
        Xml.Text("LoadBalancerArn", balancer.Arn),
        // A name that resolves to loopback, where the ports of the listeners are.
        Xml.Text("DNSName", "localhost"),
        Xml.Text("CanonicalHostedZoneId", "Z00000000LOCALAWS"),
        Xml.Text("CreatedTime", balancer.CreatedTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")),
        Xml.Text("LoadBalancerName", balancer.Name),
        Xml.Text("Scheme", balancer.Scheme),
        Xml.Text("VpcId", "vpc-00000000000000000"),
        Xml.Structure("State", Xml.Text("Code", "active")),
        Xml.Text("Type", "application"),
        Zones(balancer),
        Xml.Texts("SecurityGroups", balancer.SecurityGroups),
        Xml.Text("IpAddressType", "ipv4"));

    private XElement Zones(LoadBalancer balancer) => Xml.List("AvailabilityZones", balancer.Subnets.Index(), subnet => Xml.Member(
        Xml.Text("ZoneName", options.Region + (char)('a' + (subnet.Index % 3))),
        Xml.Text("SubnetId", subnet.Item),
        Xml.Structure("LoadBalancerAddresses")));
}
