using System.Text;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>Says a listener's rules in the commands of <c>Image/routing.lua</c>.</summary>
public static class RuleCommands
{
    public static IReadOnlyList<string> Of(LoadBalancingState state, Listener listener)
    {
        var commands = new List<string>();
        foreach (var rule in listener.Rules)
        {
            commands.Add("slipway rule");
            commands.AddRange(rule.Conditions.Select(Condition));
            commands.Add(Action(state, listener, rule.Action));
        }

        commands.Add("slipway rule");
        commands.Add(Action(state, listener, listener.DefaultAction));
        commands.Add($"slipway timeout {LoadBalancerAttributes.IdleTimeoutOf(state.LoadBalancer(listener.LoadBalancerArn))}");
        return commands;
    }

    private static string Condition(RuleCondition condition)
    {
        var words = condition.Field switch
        {
            "http-header" => condition.Values.Prepend(condition.HeaderName ?? "").Select(Hex),
            "query-string" => (condition.Pairs ?? []).SelectMany(pair => new[] { pair.Key is { } key ? Hex(key) : "-", Hex(pair.Value) }),
            _ => condition.Values.Select(Hex),
        };
        return $"slipway when {condition.Field} {string.Join(' ', words)}";
    }

    private static string Action(LoadBalancingState state, Listener listener, RuleAction action) => action switch
    {
        { FixedResponse: { } response } =>
            $"slipway act respond {response.StatusCode} {Hex(response.ContentType ?? "text/plain")} {Hex(response.MessageBody ?? "")}".TrimEnd(),
        { Redirect: { } redirect } => $"slipway act redirect {redirect.StatusCode} {listener.Port} {Hex(redirect.Location)}",
        _ => $"slipway act forward {string.Join(' ', action.TargetGroups.Select(group => Share(state, group)))}",
    };

    private static string Share(LoadBalancingState state, WeightedTargetGroup share)
    {
        var group = state.TargetGroup(share.Arn) ?? throw new InvalidOperationException($"A rule leads to '{share.Arn}', which is gone.");
        return $"{ServerNames.Backend(group)}={share.Weight}";
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
