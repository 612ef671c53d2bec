using Slipway.Ecs.Diffing;

namespace Slipway.Pipeline.Commands.Diff;

/// <summary>How a schedule would change.</summary>
/// <param name="Name">As slipway.yml calls it.</param>
/// <param name="ScheduleName">As EventBridge Scheduler knows it.</param>
/// <param name="Differences">Null when there is no such schedule.</param>
public sealed record ScheduleDifferences(string Name, string ScheduleName, IReadOnlyList<Difference>? Differences)
{
    public bool IsEqual => Differences is { Count: 0 };
}
