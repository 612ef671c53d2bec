using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>Keeps the health of targets in step with whether a listener leads to their target group.</summary>
public static class TargetUse
{
    public static LoadBalancingState Settle(LoadBalancingState state)
    {
        var used = state.Listeners.SelectMany(listener => listener.TargetGroupArns()).ToHashSet();
        return state with { TargetGroups = [.. state.TargetGroups.Select(group => Settle(group, used.Contains(group.Arn)))] };
    }

    private static TargetGroup Settle(TargetGroup group, bool isUsed)
    {
        if (group.Targets.All(target => IsSettled(target, isUsed)))
            return group;
        var health = isUsed ? HealthReasons.RegistrationInProgress : HealthReasons.NotInUse;
        return group with { Targets = [.. group.Targets.Select(target => IsSettled(target, isUsed) ? target : target with { Health = health })] };
    }

    private static bool IsSettled(Target target, bool isUsed) =>
        target.DrainingUntil is not null || (target.Health.State == TargetState.Unused) != isUsed;
}
