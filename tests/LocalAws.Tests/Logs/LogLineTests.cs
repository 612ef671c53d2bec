using Slipway.LocalAws.Logs.Api;
using Slipway.LocalAws.Logs.Containers;

namespace Slipway.LocalAws.Tests.Logs;

public sealed class LogLineTests
{
    private const string Stamp = "2026-03-02T09:00:00.123456789Z";
    private const long Milliseconds = 1772442000123;

    [Test]
    public void A_line_has_its_time_in_milliseconds_and_keeps_its_blanks()
    {
        var lines = LogLine.Parse($"{Stamp}   two  blanks \r");

        Assert.That(lines, Is.EqualTo(new[] { new LogLine(Stamp, Milliseconds, "  two  blanks ") }));
    }

    [Test]
    public void An_empty_line_is_no_event()
    {
        var lines = LogLine.Parse($"{Stamp} ");

        Assert.That(lines, Is.Empty);
    }

    [Test]
    public void The_times_in_a_line_that_came_in_pieces_are_taken_out()
    {
        var (first, second, third) = (new string('a', 16384), new string('b', 16384), "c");

        var lines = LogLine.Parse($"{Stamp} {first}2026-03-02T09:00:00.123456790Z {second}2026-03-02T09:00:00.123456791Z {third}");

        Assert.That(lines.Single().Message == first + second + third, Is.True);
    }

    [Test]
    public void A_message_that_is_too_long_for_one_event_becomes_several()
    {
        var lines = LogLine.Parse($"{Stamp} {new string('x', 300_000)}").ToList();

        Assert.That(lines.Select(line => line.Message.Length), Is.EqualTo(new[] { 262_118, 37_882 }));
    }

    [Test]
    public void Lines_that_are_stored_already_are_not_new_as_often_as_they_are_stored()
    {
        var line = LogLine.Parse($"{Stamp} twice").Single();
        LogEvent[] stored = [new(1, Milliseconds, 0, "twice", Stamp), new(2, Milliseconds, 0, "twice", Stamp), new(3, 1, 0, "put by someone")];

        var resume = LogResume.After(stored);

        Assert.That(resume.Since, Is.EqualTo("1772441995.123"));
        Assert.That(new[] { resume.IsNew(line), resume.IsNew(line), resume.IsNew(line) }, Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void A_stream_without_lines_is_followed_from_the_beginning()
    {
        var resume = LogResume.After([]);

        Assert.That(resume.Since, Is.Null);
    }
}
