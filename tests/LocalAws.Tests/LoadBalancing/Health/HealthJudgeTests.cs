using System.Net;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Health;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.Tests.LoadBalancing.Health;

public sealed class HealthJudgeTests
{
    private static readonly HealthCheck Check = new() { HealthyThreshold = 3, UnhealthyThreshold = 2 };
    private static readonly TargetHealth Mismatch = HealthReasons.Mismatch(HttpStatusCode.NotFound);

    [Test]
    public void A_new_target_is_healthy_after_as_many_checks_in_a_row_as_the_threshold_says()
    {
        var states = Judge(HealthReasons.InitialHealthChecking, null, null, HealthReasons.Failed, null, null, null);

        Assert.That(states, Is.EqualTo(new[]
        {
            HealthReasons.InitialHealthChecking, HealthReasons.InitialHealthChecking, HealthReasons.InitialHealthChecking,
            HealthReasons.InitialHealthChecking, HealthReasons.InitialHealthChecking, HealthReasons.Healthy,
        }));
    }

    [Test]
    public void A_healthy_target_is_unhealthy_after_as_many_failures_in_a_row_and_for_the_last_ones_reason()
    {
        var states = Judge(HealthReasons.Healthy, HealthReasons.Timeout, null, HealthReasons.Timeout, Mismatch, HealthReasons.Failed);

        Assert.That(states, Is.EqualTo(new[] { HealthReasons.Healthy, HealthReasons.Healthy, HealthReasons.Healthy, Mismatch, HealthReasons.Failed }));
    }

    [Test]
    public void An_unhealthy_target_keeps_its_reason_until_it_is_healthy_again()
    {
        var states = Judge(Mismatch, null, null, null);

        Assert.That(states, Is.EqualTo(new[] { Mismatch, Mismatch, HealthReasons.Healthy }));
    }

    [Test]
    public void The_reasons_are_those_of_ELB()
    {
        Assert.That(Mismatch, Is.EqualTo(new TargetHealth(TargetState.Unhealthy, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]")));
    }

    private static List<TargetHealth> Judge(TargetHealth before, params TargetHealth?[] findings)
    {
        var judge = new HealthJudge();
        var states = new List<TargetHealth>();
        foreach (var finding in findings)
            states.Add(judge.After(Check, states.Count == 0 ? before : states[^1], finding));
        return states;
    }
}
