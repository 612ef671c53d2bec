namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>Again and again after the same time: at its start, and each period from there.</summary>
internal sealed class RateExpression(DateTimeOffset start, TimeSpan period) : ScheduleExpression
{
    public override DateTimeOffset? FirstAfter(DateTimeOffset after) => after < start ? start : start + (period * (((after - start).Ticks / period.Ticks) + 1));
}
