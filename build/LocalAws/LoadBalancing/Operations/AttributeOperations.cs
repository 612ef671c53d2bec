using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>Attributes that LocalAws goes by can be changed; the others keep the value that ELB gives them.</summary>
internal sealed class AttributeOperations(LoadBalancingStore store, ProxyFleet fleet) : IQueryOperations
{
    private const int LongestIdleTimeout = 4000;
    private const int LongestDelay = 3600;

    private static readonly Dictionary<string, string> None = [];

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["DescribeLoadBalancerAttributes"] = (parameters, _) => Task.FromResult(Answer(LoadBalancerAttributes.Defaults, BalancerOf(store.Current, parameters).Attributes)),
        ["ModifyLoadBalancerAttributes"] = ModifyLoadBalancerAsync,
        ["DescribeTargetGroupAttributes"] = (parameters, _) => Task.FromResult(Answer(TargetGroupAttributes.Defaults, GroupOf(store.Current, parameters).Attributes)),
        ["ModifyTargetGroupAttributes"] = ModifyTargetGroupAsync,
        ["DescribeListenerAttributes"] = (parameters, _) => Task.FromResult(Answer(ListenerAttributes.Of(ListenerOf(store.Current, parameters)), None)),
        ["ModifyListenerAttributes"] = (parameters, _) => Task.FromResult(ModifyListener(parameters)),
    };

    private async Task<IReadOnlyList<XElement>> ModifyLoadBalancerAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var changes = parameters.Pairs("Attributes");
        foreach (var (key, value) in changes)
            Check("Load balancer", LoadBalancerAttributes.Defaults, key, value, IsBalancerValue(key, value));
        var (state, balancer) = await store.ChangeAsync(
            before =>
            {
                var found = BalancerOf(before, parameters);
                var changed = found with { Attributes = Merge(found.Attributes, changes) };
                var after = before.With(changed);
                return (after, (after, changed));
            },
            cancellationToken);
        await fleet.ApplyAsync(state.Listeners.Where(listener => listener.LoadBalancerArn == balancer.Arn), cancellationToken);
        return Answer(LoadBalancerAttributes.Defaults, balancer.Attributes);
    }

    private async Task<IReadOnlyList<XElement>> ModifyTargetGroupAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var changes = parameters.Pairs("Attributes");
        foreach (var (key, value) in changes)
            Check("Target group", TargetGroupAttributes.Defaults, key, value, IsGroupValue(key, value));
        var (state, group) = await store.ChangeAsync(
            before =>
            {
                var found = GroupOf(before, parameters);
                var changed = found with { Attributes = Merge(found.Attributes, changes) };
                var after = before.With(changed);
                return (after, (after, changed));
            },
            cancellationToken);
        await fleet.ApplyAsync(state.ListenersTo(group.Arn), cancellationToken);
        return Answer(TargetGroupAttributes.Defaults, group.Attributes);
    }

    private IReadOnlyList<XElement> ModifyListener(QueryParameters parameters)
    {
        var attributes = ListenerAttributes.Of(ListenerOf(store.Current, parameters));
        foreach (var (key, value) in parameters.Pairs("Attributes"))
            Check("Listener", attributes, key, value, isAllowed: null);
        return Answer(attributes, None);
    }

    /// <summary>Null for an attribute that LocalAws does not go by.</summary>
    private static bool? IsBalancerValue(string key, string value) => key switch
    {
        LoadBalancerAttributes.IdleTimeout => IsNumber(value, 1, LongestIdleTimeout),
        LoadBalancerAttributes.DeletionProtection => value is "true" or "false",
        _ => null,
    };

    private static bool? IsGroupValue(string key, string value) => key switch
    {
        TargetGroupAttributes.DeregistrationDelay => IsNumber(value, 0, LongestDelay),
        TargetGroupAttributes.Algorithm when value is TargetGroupAttributes.RoundRobin or TargetGroupAttributes.LeastOutstanding => true,
        _ => null,
    };

    private static void Check(string kind, IReadOnlyDictionary<string, string> defaults, string key, string value, bool? isAllowed)
    {
        if (!defaults.TryGetValue(key, out var usual))
            throw ElbErrors.Validation($"{kind} attribute key '{key}' is not recognized");
        if (isAllowed == false)
            throw ElbErrors.Validation($"{kind} attribute '{key}' cannot have the value '{value}'");
        if (isAllowed is null && value != usual)
            throw ElbErrors.Unsupported($"the attribute '{key}' with the value '{value}'");
    }

    private static bool IsNumber(string value, int lowest, int highest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest;

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> changes)
    {
        var merged = new Dictionary<string, string>(before);
        foreach (var (key, value) in changes)
            merged[key] = value;
        return merged;
    }

    private static IReadOnlyList<XElement> Answer(IReadOnlyDictionary<string, string> defaults, IReadOnlyDictionary<string, string> set) =>
        [Xml.Pairs("Attributes", defaults.Select(pair => KeyValuePair.Create(pair.Key, set.GetValueOrDefault(pair.Key) ?? pair.Value)))];

    private static LoadBalancer BalancerOf(LoadBalancingState state, QueryParameters parameters) =>
        parameters.Required("LoadBalancerArn") is var arn && state.LoadBalancer(arn) is { } found ? found : throw ElbErrors.LoadBalancerNotFound(arn);

    private static Listener ListenerOf(LoadBalancingState state, QueryParameters parameters) =>
        state.Listener(parameters.Required("ListenerArn")) ?? throw ElbErrors.ListenerNotFound();

    private static TargetGroup GroupOf(LoadBalancingState state, QueryParameters parameters) =>
        state.TargetGroup(parameters.Required("TargetGroupArn")) ?? throw ElbErrors.TargetGroupNotFound();
}
