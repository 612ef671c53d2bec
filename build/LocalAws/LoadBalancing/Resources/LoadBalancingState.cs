using System.Text.Json.Serialization;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>All that load balancing knows. It never changes: a change makes another one.</summary>
public sealed record LoadBalancingState
{
    public IReadOnlyList<LoadBalancer> LoadBalancers { get; set; } = [];

    public IReadOnlyList<TargetGroup> TargetGroups { get; set; } = [];

    public IReadOnlyList<Listener> Listeners { get; set; } = [];

    public LoadBalancer? LoadBalancer(string arn) => LoadBalancers.FirstOrDefault(balancer => balancer.Arn == arn);

    public TargetGroup? TargetGroup(string arn) => TargetGroups.FirstOrDefault(group => group.Arn == arn);

    public Listener? Listener(string arn) => Listeners.FirstOrDefault(listener => listener.Arn == arn);

    /// <summary>The listener that has this rule, the default rule included.</summary>
    public Listener? ListenerOfRule(string ruleArn) =>
        Listeners.FirstOrDefault(listener => listener.DefaultRuleArn == ruleArn || listener.Rules.Any(rule => rule.Arn == ruleArn));

    /// <summary>The listeners with a way to this target group; none for a group that is not in use.</summary>
    public IEnumerable<Listener> ListenersTo(string targetGroupArn) =>
        Listeners.Where(listener => listener.TargetGroupArns().Contains(targetGroupArn));

    public LoadBalancingState With(LoadBalancer changed) => this with { LoadBalancers = Replace(LoadBalancers, changed) };

    public LoadBalancingState With(TargetGroup changed) => this with { TargetGroups = Replace(TargetGroups, changed) };

    public LoadBalancingState With(Listener changed) => this with { Listeners = Replace(Listeners, changed) };

    private static IReadOnlyList<T> Replace<T>(IReadOnlyList<T> list, T changed) where T : ITagged =>
        list.Any(item => item.Arn == changed.Arn) ? [.. list.Select(item => item.Arn == changed.Arn ? changed : item)] : [.. list, changed];
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(LoadBalancingState))]
internal sealed partial class LoadBalancingJson : JsonSerializerContext;
