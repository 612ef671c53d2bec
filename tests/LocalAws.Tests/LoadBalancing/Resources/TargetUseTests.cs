using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Resources;

public sealed class TargetUseTests
{
    [Test]
    public void Targets_that_no_listener_leads_to_any_more_are_not_in_use_and_those_that_one_leads_to_now_begin_anew()
    {
        var state = States.Of(
            States.Forwarding(("green", 1)),
            States.Group("blue", 0, States.Is(1, HealthReasons.Healthy), States.Is(2, HealthReasons.Deregistering)),
            States.Group("green", 1, States.Is(3, HealthReasons.NotInUse)));

        var settled = TargetUse.Settle(state);

        Assert.That(
            settled.TargetGroups.SelectMany(group => group.Targets).Select(target => target.Health),
            Is.EqualTo(new[] { HealthReasons.NotInUse, HealthReasons.Deregistering, HealthReasons.RegistrationInProgress }));
    }

    [Test]
    public void Who_watches_health_is_told_of_each_target_that_changed_came_or_went()
    {
        var before = States.Of(States.Forwarding(("web", 1)), States.Group("web", 0, States.Is(1, HealthReasons.Healthy), States.Is(2, HealthReasons.Healthy)));
        var after = before.With(States.Group("web", 0, States.Is(2, HealthReasons.Timeout), States.Is(3, HealthReasons.RegistrationInProgress)));

        var changes = HealthChanges.Between(before, after);

        Assert.That(changes, Is.EqualTo(new TargetHealthChange[]
        {
            new("web", States.At(1), HealthReasons.NotRegistered),
            new("web", States.At(2), HealthReasons.Timeout),
            new("web", States.At(3), HealthReasons.RegistrationInProgress),
        }));
    }
}
