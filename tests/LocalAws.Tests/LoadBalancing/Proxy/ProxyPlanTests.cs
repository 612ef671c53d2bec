
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Proxy;

public sealed class ProxyPlanTests
{
    [Test]
    public void Healthy_targets_take_requests_and_the_others_do_not()
    {
        var plan = Plan(
            States.Is(1, HealthReasons.Healthy), States.Is(2, HealthReasons.Failed), States.Is(3, HealthReasons.InitialHealthChecking), States.Is(4, HealthReasons.Deregistering));

        Assert.That(Taking(plan), Is.EqualTo(new[] { "rr-7/i-1:1_172.20.0.5_80" }));
        Assert.That(plan.Servers, Has.Count.EqualTo(4));
    }

    [Test]
    public void Without_a_healthy_target_all_that_are_registered_take_requests()
    {
        var plan = Plan(States.Is(1, HealthReasons.Failed), States.Is(2, HealthReasons.InitialHealthChecking), States.Is(3, HealthReasons.Deregistering));

        Assert.That(Taking(plan), Is.EqualTo(new[] { "rr-7/i-1:1_172.20.0.5_80", "rr-7/i-1:2_172.20.0.5_80" }));
    }

    [Test]
    public void The_algorithm_decides_on_the_backend()
    {
        var group = States.Group("web", 7, States.Is(1, HealthReasons.Healthy)) with
        {
            Attributes = new Dictionary<string, string> { ["load_balancing.algorithm.type"] = "least_outstanding_requests" },
        };

        var plan = ProxyPlan.Of(States.Of(States.Forwarding(("web", 1)), group), States.Forwarding(("web", 1)));

        Assert.That(plan.Servers.Keys, Is.EqualTo(new[] { "lc-7/i-1:1_172.20.0.5_80" }));
        Assert.That(plan.Rules, Is.EqualTo(new[] { "slipway rule", "slipway act forward lc-7=1", "slipway timeout 60" }));
    }

    [Test]
    public void A_target_group_with_weight_0_keeps_its_servers()
    {
        var listener = States.Forwarding(("blue", 0), ("green", 100));
        var state = States.Of(
            listener, States.Group("blue", 0, States.Is(1, HealthReasons.Healthy)), States.Group("green", 1, States.Is(2, HealthReasons.Healthy)));

        var plan = ProxyPlan.Of(state, listener);

        Assert.That(plan.Servers.Keys, Is.EqualTo(new[] { "rr-0/i-1:1_172.20.0.5_80", "rr-1/i-1:2_172.20.0.5_80" }));
        Assert.That(plan.Rules[1], Is.EqualTo("slipway act forward rr-0=0 rr-1=100"));
    }

    private static ProxyPlan Plan(params Target[] targets)
    {
        var listener = States.Forwarding(("web", 1));
        return ProxyPlan.Of(States.Of(listener, States.Group("web", 7, targets)), listener);
    }

    private static IEnumerable<string> Taking(ProxyPlan plan) => plan.Servers.Where(server => server.Value.TakesRequests).Select(server => server.Key);
}
