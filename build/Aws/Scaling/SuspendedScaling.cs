namespace Slipway.Aws.Scaling;

/// <summary>What of a service's scaling is suspended. Application Auto Scaling API reference, SuspendedState.</summary>
/// <param name="In">Fewer tasks by a policy.</param>
/// <param name="Out">More tasks by a policy.</param>
/// <param name="Scheduled">Scheduled actions.</param>
public sealed record SuspendedScaling(bool In, bool Out, bool Scheduled)
{
    public static SuspendedScaling All { get; } = new(In: true, Out: true, Scheduled: true);
}
