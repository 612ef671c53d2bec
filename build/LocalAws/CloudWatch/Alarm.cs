using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.CloudWatch;

/// <summary>A metric alarm. Nothing evaluates its metric: its state is what was set.</summary>
/// <param name="Definition">The members of PutMetricAlarm, as they were given.</param>
/// <param name="State">OK, ALARM or INSUFFICIENT_DATA.</param>
/// <param name="ChangedAt">When its definition was.</param>
/// <param name="SetAt">When its state was set, to the same one too.</param>
/// <param name="TurnedAt">When its state became another one.</param>
public sealed record Alarm(
    string Name, JsonObject Definition, string State, string Reason, string? ReasonData, DateTimeOffset ChangedAt, DateTimeOffset SetAt, DateTimeOffset TurnedAt)
{
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    internal const string Raised = "ALARM";
    internal const string Unknown = "INSUFFICIENT_DATA";
}

/// <summary>All that CloudWatch knows.</summary>
public sealed record CloudWatchState
{
    /// <summary>By name.</summary>
    public IReadOnlyList<Alarm> Alarms { get; set; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(CloudWatchState))]
public sealed partial class CloudWatchJson : JsonSerializerContext;
