using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>All that EventBridge Scheduler knows.</summary>
public sealed record ScheduleState
{
    public IReadOnlyList<Schedule> Schedules { get; set; } = [];

    /// <summary>But for the default group.</summary>
    public IReadOnlyList<ScheduleGroup> Groups { get; set; } = [];

    internal Schedule? Find((string Group, string Name) key) => Schedules.FirstOrDefault(known => known.Key == key);

    internal bool HasGroup(string name) => name == ScheduleGroup.Default || Groups.Any(known => known.Name == name);

    internal ScheduleState With(Schedule changed) => this with { Schedules = [.. Schedules.Where(known => known.Key != changed.Key), changed] };

    internal ScheduleState With(ScheduleGroup changed) => this with { Groups = [.. Groups.Where(known => known.Name != changed.Name), changed] };

    internal ScheduleState Without((string Group, string Name) key) => this with { Schedules = [.. Schedules.Where(known => known.Key != key)] };

    internal ScheduleState WithoutGroup(string name) =>
        this with { Groups = [.. Groups.Where(known => known.Name != name)], Schedules = [.. Schedules.Where(known => known.Group != name)] };
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ScheduleState))]
public sealed partial class ScheduleJson : JsonSerializerContext;
