using Slipway.LocalAws.Schedules.Expressions;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Runs;

/// <summary>
/// The time of one schedule. It begins when the schedule is created or changed, or LocalAws is started, at the time that it is then, and may go faster than that. What was due while
/// LocalAws did not run is not made up for.
/// </summary>
/// <param name="begun">When.</param>
/// <param name="speed">How many minutes pass in one.</param>
internal sealed class ScheduleClock(Schedule schedule, DateTimeOffset begun, bool isNew, double speed)
{
    private readonly ScheduleExpression _expression = ScheduleExpression.Parse(schedule.Expression, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone), schedule.StartDate ?? schedule.CreatedAt);

    /// <summary>Up to which all is done. A rate that has just been created is due at once (user guide, "Rate-based schedules"); that it is not after a change is unconfirmed.</summary>
    private DateTimeOffset _done = isNew ? begun.AddTicks(-1) : begun;

    public Schedule Schedule => schedule;

    /// <summary>By the schedule's own time; null when it is not due any more, or disabled.</summary>
    public DateTimeOffset? Next => schedule.IsEnabled && _expression.FirstAfter(After) is { } next && !(next > schedule.EndDate) ? next : null;

    /// <summary>Whether nothing will ever come, also when it is enabled.</summary>
    public bool IsOver => _expression.FirstAfter(After) is not { } next || next > schedule.EndDate;

    /// <summary>When <see cref="Next"/> comes by the clock on the wall.</summary>
    public DateTimeOffset? Due => Next is { } next ? begun + ((next - begun) / speed) : null;

    private DateTimeOffset After => schedule.StartDate is { } start && start > _done ? start.AddTicks(-1) : _done;

    /// <summary>What is due is done; of what else was due meanwhile, because this machine slept, no more than the last minute.</summary>
    public void Advance(DateTimeOffset now)
    {
        var passed = begun + ((now - begun) * speed) - TimeSpan.FromMinutes(1);
        _done = Next is { } next && next > passed ? next : passed;
    }
}
