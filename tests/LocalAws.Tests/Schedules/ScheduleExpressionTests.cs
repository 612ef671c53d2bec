using System.Globalization;
using Slipway.LocalAws.Schedules.Expressions;

namespace Slipway.LocalAws.Tests.Schedules;

public sealed class ScheduleExpressionTests
{
    /// <summary>A Monday.</summary>
    private const string Now = "2026-03-02T09:00:00Z";

    [TestCase("rate(5 minutes)", "UTC", "2026-03-02T08:59:59Z", Now, TestName = "A rate is due at its start")]
    [TestCase("rate(5 minutes)", "UTC", Now, "2026-03-02T09:05:00Z")]
    [TestCase("rate(1 hour)", "UTC", "2026-03-02T11:59:00Z", "2026-03-02T12:00:00Z")]
    [TestCase("rate(2 days)", "UTC", Now, "2026-03-04T09:00:00Z")]
    [TestCase("at(2026-03-02T10:00:00)", "America/New_York", Now, "2026-03-02T15:00:00Z")]
    [TestCase("at(2026-03-02T08:00:00)", "UTC", Now, null)]
    [TestCase("cron(0 3 * * ? *)", "UTC", Now, "2026-03-03T03:00:00Z")]
    [TestCase("cron(0 9 * * ? *)", "UTC", Now, "2026-03-03T09:00:00Z", TestName = "What is due now is not due again")]
    [TestCase("cron(0/15 8-17 ? * MON-FRI *)", "UTC", Now, "2026-03-02T09:15:00Z")]
    [TestCase("cron(0/15 8-17 ? * MON-FRI *)", "UTC", "2026-03-06T17:45:00Z", "2026-03-09T08:00:00Z")]
    [TestCase("cron(0 8 ? * 2,4 *)", "UTC", Now, "2026-03-04T08:00:00Z")]
    [TestCase("cron(0 0 L * ? *)", "UTC", Now, "2026-03-31T00:00:00Z")]
    [TestCase("cron(0 9 15W * ? *)", "UTC", Now, "2026-03-16T09:00:00Z", TestName = "The 15th is a Sunday, and the next weekday the 16th")]
    [TestCase("cron(0 9 1W 8 ? *)", "UTC", Now, "2026-08-03T09:00:00Z", TestName = "The 1st is a Saturday, and no day of the month before counts")]
    [TestCase("cron(0 9 LW 5 ? *)", "UTC", Now, "2026-05-29T09:00:00Z")]
    [TestCase("cron(0 9 ? * 6#3 *)", "UTC", Now, "2026-03-20T09:00:00Z")]
    [TestCase("cron(0 9 ? * FRIL *)", "UTC", Now, "2026-03-27T09:00:00Z")]
    [TestCase("cron(0 0 29 2 ? *)", "UTC", Now, "2028-02-29T00:00:00Z")]
    [TestCase("cron(0 0 1 JAN ? 2030-2032)", "UTC", Now, "2030-01-01T00:00:00Z")]
    [TestCase("cron(0 0 1 1 ? 2020)", "UTC", Now, null)]
    [TestCase("cron(0 3 * * ? *)", "Europe/London", "2026-07-01T12:00:00Z", "2026-07-02T02:00:00Z")]
    [TestCase("cron(30 1 * * ? *)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z", TestName = "A time that the change of clocks leaves out is left out")]
    [TestCase("cron(30 1 * * ? *)", "Europe/London", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", TestName = "Of a time that comes twice, the first counts")]
    [TestCase("cron(30 1 * * ? *)", "Europe/London", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", TestName = "A time that comes twice counts once")]
    public void The_next_time_is_that_of_the_expression_in_its_zone(string expression, string zone, string after, string? next)
    {
        var found = ScheduleExpression.Parse(expression, TimeZoneInfo.FindSystemTimeZoneById(zone), Time(Now)).FirstAfter(Time(after));

        Assert.That(found?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Is.EqualTo(next));
    }

    [TestCase("rate(0 minutes)")]
    [TestCase("rate(5 seconds)")]
    [TestCase("rate(minutes)")]
    [TestCase("cron(0 3 * * * *)", TestName = "Both days")]
    [TestCase("cron(0 3 ? * ? *)", TestName = "Neither day")]
    [TestCase("cron(0 3 * * ?)", TestName = "Five fields")]
    [TestCase("cron(60 3 * * ? *)")]
    [TestCase("cron(0 24 * * ? *)")]
    [TestCase("cron(0 3 32 * ? *)")]
    [TestCase("cron(0 3 ? * 8 *)")]
    [TestCase("cron(0 3 ? * MON#6 *)")]
    [TestCase("cron(5-1 3 * * ? *)")]
    [TestCase("at(2026-13-01T00:00:00)")]
    [TestCase("every day")]
    public void What_is_no_expression_is_refused(string expression) =>
        Assert.That(() => ScheduleExpression.Parse(expression, TimeZoneInfo.Utc, Time(Now)), Throws.InstanceOf<FormatException>());

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
