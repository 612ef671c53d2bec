using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>Whose health differs between two states.</summary>
public static class HealthChanges
{
    public static IEnumerable<TargetHealthChange> Between(LoadBalancingState before, LoadBalancingState after)
    {
        foreach (var group in before.TargetGroups)
        {
            var now = after.TargetGroup(group.Arn);
            if (ReferenceEquals(group, now))
                continue;
            foreach (var target in group.Targets.Where(target => now is null || now.Targets.All(other => other.At != target.At)))
                yield return new(group.Arn, target.At, HealthReasons.NotRegistered);
        }

        foreach (var group in after.TargetGroups)
        {
            var then = before.TargetGroup(group.Arn);
            if (ReferenceEquals(group, then))
                continue;
            foreach (var target in group.Targets.Where(target => then?.Targets.FirstOrDefault(other => other.At == target.At)?.Health != target.Health))
                yield return new(group.Arn, target.At, target.Health);
        }
    }
}
