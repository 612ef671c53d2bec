using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

internal sealed class RuleOperations(LoadBalancingStore store, ProxyFleet fleet) : IQueryOperations
{
    private const int HighestPriority = 50_000;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["CreateRule"] = CreateAsync,
        ["DescribeRules"] = (parameters, _) => Task.FromResult(Describe(parameters)),
        ["ModifyRule"] = ModifyAsync,
        ["DeleteRule"] = DeleteAsync,
        ["SetRulePriorities"] = SetPrioritiesAsync,
    };

    private async Task<IReadOnlyList<XElement>> CreateAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var listenerArn = parameters.Required("ListenerArn");
        RefuseTransforms(parameters);
        var rule = new Rule
        {
            Arn = LoadBalancingArns.Rule(listenerArn),
            Priority = parameters.Number("Priority", 1, HighestPriority) ?? throw ElbErrors.Missing("Priority"),
            Conditions = ConditionParameters.Read(parameters),
            Action = ActionParameters.Read(parameters, "Actions"),
            Tags = TagParameters.Read(parameters),
        };
        var listener = await store.ChangeAsync(
            state =>
            {
                var before = state.Listener(listenerArn) ?? throw ElbErrors.ListenerNotFound();
                ActionRules.Check(state, rule.Action, before);
                if (before.Rules.Any(other => other.Priority == rule.Priority))
                    throw PriorityInUse(rule.Priority);
                var changed = before.With(rule);
                return (state.With(changed), changed);
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
        return [Xml.List("Rules", [rule], Write)];
    }

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var (arns, listenerArn) = (parameters.Texts("RuleArns"), parameters.Text("ListenerArn"));
        var state = store.Current;
        if (arns.Count == 0 == (listenerArn is null))
            throw ElbErrors.Validation("You must specify either listener rule ARNs or a listener ARN");
        if (listenerArn is not null)
        {
            var listener = state.Listener(listenerArn) ?? throw ElbErrors.ListenerNotFound();
            return Page.Of(parameters, "Rules", [.. listener.Rules.Select(Write), WriteDefault(listener)], rule => rule);
        }

        return Page.Of(parameters, "Rules", arns, arn => WriteAny(state, arn));
    }

    private async Task<IReadOnlyList<XElement>> ModifyAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("RuleArn");
        RefuseTransforms(parameters);
        var conditions = parameters.Has("Conditions") ? ConditionParameters.Read(parameters) : null;
        var action = parameters.Has("Actions") ? ActionParameters.Read(parameters, "Actions") : null;
        var (after, listener) = await store.ChangeAsync(
            state =>
            {
                var before = state.ListenerOfRule(arn) ?? throw ElbErrors.RuleNotFound();
                var rule = before.Rules.FirstOrDefault(candidate => candidate.Arn == arn)
                    ?? throw new AwsErrorException("OperationNotPermitted", $"Default rule '{arn}' cannot be modified");
                var changed = before.With(rule with { Conditions = conditions ?? rule.Conditions, Action = action ?? rule.Action });
                ActionRules.Check(state, action ?? rule.Action, before);
                var next = state.With(changed);
                return (next, (next, changed));
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
        return [Xml.List("Rules", [arn], changed => WriteAny(after, changed))];
    }

    private async Task<IReadOnlyList<XElement>> DeleteAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("RuleArn");
        var listener = await store.ChangeAsync(
            state =>
            {
                var before = state.ListenerOfRule(arn) ?? throw ElbErrors.RuleNotFound();
                if (before.DefaultRuleArn == arn)
                    throw new AwsErrorException("OperationNotPermitted", $"Default rule '{arn}' cannot be deleted");
                var changed = before.WithRules(before.Rules.Where(rule => rule.Arn != arn));
                return (state.With(changed), changed);
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
        return [];
    }

    private async Task<IReadOnlyList<XElement>> SetPrioritiesAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var wanted = parameters.Members("RulePriorities").ToDictionary(
            pair => pair.Required("RuleArn"), pair => pair.Number("Priority", 1, HighestPriority) ?? throw ElbErrors.Missing("Priority"));
        if (wanted.Count == 0)
            throw ElbErrors.Missing("RulePriorities");
        var (after, listener) = await store.ChangeAsync(
            state =>
            {
                var before = state.ListenerOfRule(wanted.Keys.First()) ?? throw ElbErrors.RuleNotFound();
                if (wanted.Keys.Any(arn => before.Rules.All(rule => rule.Arn != arn)))
                    throw ElbErrors.RuleNotFound();
                var changed = before.WithRules(before.Rules.Select(rule => rule with { Priority = wanted.GetValueOrDefault(rule.Arn, rule.Priority) }));
                if (changed.Rules.CountBy(rule => rule.Priority).FirstOrDefault(priority => priority.Value > 1) is { Value: > 1 } twice)
                    throw PriorityInUse(twice.Key);
                var next = state.With(changed);
                return (next, (next, changed));
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
        return [Xml.List("Rules", wanted.Keys, arn => WriteAny(after, arn))];
    }

    private static void RefuseTransforms(QueryParameters parameters)
    {
        if (parameters.Has("Transforms"))
            throw ElbErrors.Unsupported("transforms of rules");
    }

    private static AwsErrorException PriorityInUse(int priority) => new("PriorityInUse", $"Priority '{priority}' is currently in use");

    private static XElement WriteAny(LoadBalancingState state, string arn)
    {
        var listener = state.ListenerOfRule(arn) ?? throw ElbErrors.RuleNotFound();
        return listener.Rules.FirstOrDefault(rule => rule.Arn == arn) is { } rule ? Write(rule) : WriteDefault(listener);
    }

    private static XElement Write(Rule rule) => Xml.Member(
        Xml.Text("RuleArn", rule.Arn),
        Xml.Text("Priority", rule.Priority),
        Xml.List("Conditions", rule.Conditions, ConditionParameters.Write),
        ActionParameters.Write("Actions", rule.Action),
        Xml.Text("IsDefault", "false"));

    private static XElement WriteDefault(Listener listener) => Xml.Member(
        Xml.Text("RuleArn", listener.DefaultRuleArn),
        Xml.Text("Priority", "default"),
        Xml.Structure("Conditions"),
        ActionParameters.Write("Actions", listener.DefaultAction),
        Xml.Text("IsDefault", "true"));
}
