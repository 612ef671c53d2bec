using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Overview;

/// <summary>Load balancers with their URLs and the shares of their target groups, and the health of every target.</summary>
internal sealed class TrafficSection(LoadBalancingStore store) : IPageSection
{
    public int Position => 20;

    public string Id => "traffic";

    public string Title => "Traffic";

    public Task<Html> RenderAsync(CancellationToken cancellationToken)
    {
        var now = store.Current;
        return Task.FromResult(now.LoadBalancers.Count + now.TargetGroups.Count == 0
            ? PageParts.Empty("No load balancer yet.")
            : Html.Of($"{now.LoadBalancers.Select(balancer => Balancer(now, balancer))}{now.TargetGroups.Select(Group)}"));
    }

    private static Html Balancer(LoadBalancingState state, LoadBalancer balancer)
    {
        var rows = state.Listeners.Where(listener => listener.LoadBalancerArn == balancer.Arn).SelectMany(listener => Rows(state, listener)).ToList();
        var table = rows.Count == 0 ? PageParts.Empty("No listener.") : PageParts.Table($"Listeners of {balancer.Name}", ["Listener", "For", "Leads to"], rows);
        return Html.Of($"<article class=\"card\"><header><h3>{balancer.Name}</h3><span class=\"quiet\">load balancer</span></header>{table}</article>\n");
    }

    private static IEnumerable<IReadOnlyList<Html>> Rows(LoadBalancingState state, Listener listener)
    {
        var url = $"http://127.0.0.1:{listener.Port}/";
        foreach (var rule in listener.Rules)
            yield return [Html.Of($"<a href=\"{url}\">{url}</a>"), Html.Of($"rule {rule.Priority}"), LeadsTo(state, rule.Action)];
        yield return [Html.Of($"<a href=\"{url}\">{url}</a>"), Html.Of($"{(listener.Rules.Count == 0 ? "all" : "the rest")}"), LeadsTo(state, listener.DefaultAction)];
    }

    private static Html LeadsTo(LoadBalancingState state, RuleAction action)
    {
        if (action.Type != RuleAction.Forward)
            return Html.Of($"{action.Type}");
        var total = Math.Max(1, action.TargetGroups.Sum(group => group.Weight));
        return Html.Of(action.TargetGroups.Select(group => Html.Of($"{state.TargetGroup(group.Arn)?.Name ?? group.Arn} <span class=\"quiet\">{100 * group.Weight / total} %</span><br>")));
    }

    private static Html Group(TargetGroup group)
    {
        var rows = group.Targets.Select(IReadOnlyList<Html> (target) =>
        [
            Html.Of($"{target.At.Id}:{target.At.Port}"),
            PageParts.State(ToneOf(target.Health.State), target.Health.State.ToString()),
            Html.Of($"<span class=\"why\">{target.Health.Reason} {target.Health.Description}</span>"),
            PageParts.Time(target.DrainingUntil),
        ]);
        var table = group.Targets.Count == 0 ? PageParts.Empty("No target.") : PageParts.Table($"Targets of {group.Name}", ["Target", "Health", "Reason", "Drained at"], rows);
        return Html.Of($"<article class=\"card\"><header><h3>{group.Name}</h3><span class=\"quiet\">target group</span></header>{table}</article>\n");
    }

    private static PageTone ToneOf(TargetState state) => state switch
    {
        TargetState.Healthy => PageTone.Good,
        TargetState.Unhealthy => PageTone.Bad,
        TargetState.Unused => PageTone.Idle,
        _ => PageTone.Busy,
    };
}
