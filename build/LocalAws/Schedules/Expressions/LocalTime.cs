namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>Times of day of a time zone, where clocks are changed twice a year.</summary>
internal static class LocalTime
{
    /// <summary>When it is that time. Of one that comes twice the first; null for one that is left out.</summary>
    public static DateTimeOffset? ToUtc(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
            return null;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
