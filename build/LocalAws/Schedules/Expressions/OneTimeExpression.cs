namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>Once.</summary>
internal sealed class OneTimeExpression(DateTimeOffset time) : ScheduleExpression
{
    public override DateTimeOffset? FirstAfter(DateTimeOffset after) => after < time ? time : null;
}
