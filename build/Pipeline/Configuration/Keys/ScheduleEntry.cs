using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>An entry of <c>deploy.schedules</c>.</summary>
/// <param name="Keys">What it says; null for a schedule that the environment does not have.</param>
/// <param name="Settings">Null for such a one.</param>
internal sealed record ScheduleEntry(string Name, Place Place, Schemas.Values? Keys, ScheduleSettings? Settings);
