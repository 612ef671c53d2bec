using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>A schedule with what its last invocation came to.</summary>
/// <param name="Definition">As CreateSchedule and UpdateSchedule have it, with the defaults of what was left out.</param>
public sealed record Schedule(string Group, string Name, JsonObject Definition, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    /// <summary>Null while it was never invoked.</summary>
    public ScheduleRun? LastRun { get; init; }

    /// <summary>Of its creation, which may be repeated; null without one.</summary>
    public string? ClientToken { get; init; }

    internal (string Group, string Name) Key => (Group, Name);

    internal string Expression => Definition.Text("ScheduleExpression")!;

    internal string TimeZone => Definition.Text("ScheduleExpressionTimezone")!;

    internal bool IsEnabled => Definition.Text("State") == "ENABLED";

    internal JsonObject Target => Definition.Object("Target")!;

    internal DateTimeOffset? StartDate => TimeOf("StartDate");

    internal DateTimeOffset? EndDate => TimeOf("EndDate");

    /// <summary>Whether it goes when it has been invoked for the last time.</summary>
    internal bool EndsDeleted => Definition.Text("ActionAfterCompletion") == "DELETE";

    /// <summary>Whether nobody has changed it since, or deleted it and created it anew.</summary>
    internal bool IsAsIn(Schedule other) => ReferenceEquals(Definition, other.Definition);

    private DateTimeOffset? TimeOf(string member) => Definition.Real(member) is { } seconds ? DateTimeOffset.UnixEpoch.AddMilliseconds((double)(seconds * 1000)) : null;
}
