
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

internal sealed class TrafficRules(LoadBalancingStore store, ProxyFleet fleet) : ITrafficRules
{
    public IReadOnlyDictionary<string, int>? WeightsOf(string listenerOrRuleArn) =>
        ActionOf(store.Current, listenerOrRuleArn) is { Type: RuleAction.Forward } action
            ? action.TargetGroups.ToDictionary(group => group.Arn, group => group.Weight)
            : null;

    public async Task ShiftAsync(string listenerOrRuleArn, IReadOnlyDictionary<string, int> weights, CancellationToken cancellationToken)
    {
        var action = RuleAction.ForwardTo(weights.Select(weight => new WeightedTargetGroup(weight.Key, weight.Value)));
        var listener = await store.ChangeAsync(
            state =>
            {
                if (weights.Keys.Any(arn => state.TargetGroup(arn) is null))
                    throw ElbErrors.TargetGroupNotFound();
                var changed = WithAction(state, listenerOrRuleArn, action);
                return (state.With(changed), changed);
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
    }

    private static RuleAction? ActionOf(LoadBalancingState state, string arn)
    {
        var listener = state.Listener(arn) ?? state.ListenerOfRule(arn);
        return listener?.Rules.FirstOrDefault(rule => rule.Arn == arn)?.Action ?? listener?.DefaultAction;
    }

    private static Listener WithAction(LoadBalancingState state, string arn, RuleAction action)
    {
        if (state.Listener(arn) is { } listener)
            return listener with { DefaultAction = action };
        var owner = state.ListenerOfRule(arn)
            ?? throw (arn.Contains(":listener-rule/", StringComparison.Ordinal) ? ElbErrors.RuleNotFound() : ElbErrors.ListenerNotFound());
        return owner.Rules.FirstOrDefault(rule => rule.Arn == arn) is { } rule
            ? owner.With(rule with { Action = action })
            : owner with { DefaultAction = action };
    }
}
