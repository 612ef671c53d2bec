namespace Slipway.Pipeline.Configuration;

/// <summary>What is run once for each release, beside the services.</summary>
/// <param name="Before">Before the first service moves, in their order.</param>
/// <param name="After">When all services and schedules have moved, in their order.</param>
public sealed record ReleaseSettings(IReadOnlyList<ReleaseTaskSettings> Before, IReadOnlyList<ReleaseTaskSettings> After);
