namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>A group of schedules. The group named <c>default</c> is there from the beginning.</summary>
public sealed record ScheduleGroup(string Name, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Tags)
{
    public const string Default = "default";
}
