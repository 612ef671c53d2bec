using FsCheck;
using FsCheck.Fluent;
using Slipway.Ecs.Exec;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>What is sent again, and what arrives how often.</summary>
public sealed class WindowTests
{
    private ManualTimeProvider _time = new();

    [SetUp]
    public void Restart() => _time = new();

    [Test]
    public void What_was_added_is_sent_once_in_order()
    {
        var window = Window(1, 2, 3);

        var sent = Due(window);

        Assert.That((sent, Due(window), window.NextSequence, window.Count), Is.EqualTo(("1 2 3", "", 3L, 3)));
    }

    [Test]
    public void The_oldest_is_sent_again_each_time_that_its_acknowledgement_is_late()
    {
        var window = Window(1, 2);
        Due(window);
        var seen = new List<string>();

        foreach (var milliseconds in new[] { 200, 1, 200, 1 })
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            seen.Add(Due(window));
        }

        Assert.That(seen, Is.EqualTo(new[] { "", "1", "", "1" }));
    }

    [Test]
    public void What_is_acknowledged_is_not_sent_again_and_the_next_one_is_the_oldest()
    {
        var window = Window(1, 2, 3);
        Due(window);

        var acknowledged = (window.Acknowledge(0), window.Acknowledge(2), window.Acknowledge(0), window.Acknowledge(7));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(acknowledged, Is.EqualTo((true, true, false, false)));
        Assert.That((Due(window), window.Count), Is.EqualTo(("2", 1)));
    }

    [Test]
    public void The_time_out_follows_from_the_round_trips()
    {
        var window = Window(1, 2);
        Due(window);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        window.Acknowledge(0);
        var quick = window.Timeout;
        _time.Advance(TimeSpan.FromSeconds(20));
        window.Acknowledge(1);

        // As long as assumed; then far longer, up to the limit.
        Assert.That((quick, window.Timeout), Is.EqualTo((TimeSpan.FromMilliseconds(110), TimeSpan.FromSeconds(1))));
    }

    [Test]
    public void A_message_that_was_sent_twice_says_nothing_about_the_round_trip()
    {
        var window = Window(1);
        Due(window);
        _time.Advance(TimeSpan.FromMilliseconds(201));
        Due(window);

        window.Acknowledge(0);

        Assert.That(window.Timeout, Is.EqualTo(TimeSpan.FromMilliseconds(200)));
    }

    [Test]
    public void After_five_minutes_without_an_acknowledgement_the_other_side_is_gone()
    {
        var window = Window(1);
        _time.Advance(TimeSpan.FromHours(1));
        var before = window.HasGivenUp;
        Due(window);
        _time.Advance(SendWindow.Patience);
        var patient = window.HasGivenUp;
        Due(window);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((before, patient, window.HasGivenUp), Is.EqualTo((false, false, true)));
    }

    [Test]
    public void Whatever_comes_twice_or_early_is_handed_on_once_and_in_order() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Arrivals().ToArbitrary(), arrivals =>
        {
            var window = new ReceiveWindow();
            var handed = new List<long>();
            foreach (var sequence in arrivals)
            {
                if (!window.Accept(Message(sequence), out var ready)) return false;
                handed.AddRange(ready.Select(message => message.Sequence));
            }

            return handed.SequenceEqual(Enumerable.Range(0, arrivals.Max() + 1).Select(sequence => (long)sequence));
        }));

    [Test]
    public void What_there_is_no_room_for_is_not_acknowledged_and_is_taken_when_it_comes_again()
    {
        var window = new ReceiveWindow();
        for (var sequence = 1; sequence <= ReceiveWindow.Capacity; sequence++) window.Accept(Message(sequence), out _);

        var full = (window.Accept(Message(ReceiveWindow.Capacity + 1), out _), window.Accept(Message(1), out _));
        window.Accept(Message(0), out var ready);

        Assert.That((full, ready.Count, window.Accept(Message(ReceiveWindow.Capacity + 1), out var last), last.Count), Is.EqualTo(((false, true), ReceiveWindow.Capacity + 1, true, 1)));
    }

    private static AgentMessage Message(int sequence) => new() { Type = MessageTypes.Output, Sequence = sequence };

    /// <summary>The numbers from 0 on, mixed, some of them several times.</summary>
    private static Gen<int[]> Arrivals() =>
        from count in Gen.Choose(1, 30)
        from again in Gen.Choose(0, count - 1).ArrayOf()
        from order in Gen.Choose(0, int.MaxValue).ArrayOf(count + again.Length)
        select Enumerable.Range(0, count).Concat(again).Zip(order).OrderBy(arrival => arrival.Second).Select(arrival => arrival.First).ToArray();

    private SendWindow Window(params byte[] messages)
    {
        var window = new SendWindow(_time);
        foreach (var message in messages) window.Add([message]);
        return window;
    }

    private static string Due(SendWindow window) => string.Join(' ', window.TakeDue().Select(message => message[0]));
}
