using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>States of load balancing to begin a unit test with.</summary>
internal static class States
{
    public static TaskTarget At(int port) => new("i-1", port, "172.20.0.5", 80);

    public static TargetGroup Group(string name, int slot, params Target[] targets) =>
        new() { Arn = name, Name = name, Slot = slot, Port = 80, Targets = targets };

    public static Target Is(int port, TargetHealth health) =>
        new(At(port), health, health.State == TargetState.Draining ? DateTimeOffset.UnixEpoch : null);

    public static Listener Listener(RuleAction action, params Rule[] rules) => new()
    {
        Arn = "listener",
        LoadBalancerArn = "balancer",
        Port = 8080,
        DefaultRuleArn = "default-rule",
        DefaultAction = action,
        Rules = rules,
    };

    public static Listener Forwarding(params (string Group, int Weight)[] groups) =>
        Listener(RuleAction.ForwardTo(groups.Select(group => new WeightedTargetGroup(group.Group, group.Weight))));

    public static LoadBalancingState Of(Listener listener, params TargetGroup[] groups) => new() { Listeners = [listener], TargetGroups = groups };
}
