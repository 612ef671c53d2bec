namespace Slipway.Ecs.Exec;

/// <summary>
/// What one side has sent and the other has not acknowledged, in order. The oldest is sent again when its acknowledgement is late; how late follows from the
/// round trips so far, as in TCP (RFC 6298, with the figures of the plugin's <c>src/config/config.go</c>). For one caller at a time.
/// </summary>
public sealed class SendWindow(TimeProvider time)
{
    /// <summary>After this long without an acknowledgement the other side is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, Sent> _waiting = [];
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(100);
    private TimeSpan _variation;

    /// <summary>The number of the next message.</summary>
    public long NextSequence { get; private set; }

    /// <summary>How many are not acknowledged.</summary>
    public int Count => _waiting.Count;

    /// <summary>How long an acknowledgement may take.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the oldest waits for longer than <see cref="Patience"/>.</summary>
    public bool HasGivenUp => _waiting.Count > 0 && _waiting.First().Value is { FirstSent: { } first } && time.GetElapsedTime(first) > Patience;

    /// <summary>Takes the message of <see cref="NextSequence"/>, to be sent by the next <see cref="TakeDue"/>.</summary>
    public void Add(byte[] message) => _waiting.Add(NextSequence++, new(message));

    /// <returns>What is to be sent now, in order: all that never was, and the oldest again when it is overdue.</returns>
    public IReadOnlyList<byte[]> TakeDue()
    {
        var now = time.GetTimestamp();
        var due = new List<byte[]>();
        foreach (var (sequence, sent) in _waiting)
        {
            var isOldest = due.Count == 0 && sequence == _waiting.First().Key;
            if (sent.LastSent is { } last && !(isOldest && time.GetElapsedTime(last, now) > Timeout)) continue;
            due.Add(sent.Message);
            sent.Note(now);
        }

        return due;
    }

    /// <returns>False for what is not waited for: it was acknowledged before, or never sent.</returns>
    public bool Acknowledge(long sequence)
    {
        if (!_waiting.Remove(sequence, out var sent)) return false;
        // Of a message that was sent twice nobody knows which one is acknowledged.
        if (sent is { LastSent: { } last, IsRepeated: false }) Learn(time.GetElapsedTime(last));
        return true;
    }

    private void Learn(TimeSpan roundTrip)
    {
        _variation = (_variation * 0.75) + ((_roundTrip - roundTrip).Duration() * 0.25);
        _roundTrip = (_roundTrip * 0.875) + (roundTrip * 0.125);
        var timeout = _roundTrip + (_variation * 4 > Granularity ? _variation * 4 : Granularity);
        Timeout = timeout < LongestTimeout ? timeout : LongestTimeout;
    }

    private sealed class Sent(byte[] message)
    {
        public byte[] Message { get; } = message;

        public long? FirstSent { get; private set; }

        public long? LastSent { get; private set; }

        public bool IsRepeated { get; private set; }

        public void Note(long now)
        {
            IsRepeated = LastSent is not null;
            FirstSent ??= now;
            LastSent = now;
        }
    }
}
