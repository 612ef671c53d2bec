namespace Slipway.Testing;

/// <summary>Time that stands still until a test moves it on.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The waits that <see cref="RunAsync"/> skipped, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock) return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (TakeDue(until) is { } due) due();
        lock (_lock) _now = until;
    }

    /// <summary>
    /// Awaits work while skipping its waits, as soon as there is one of at most <paramref name="longest"/>. Longer timers (the time-outs
    /// around the work) are left alone.
    /// </summary>
    public async Task<T> RunAsync<T>(Task<T> work, TimeSpan longest)
    {
        while (!work.IsCompleted)
        {
            Skip(longest);

            // Real time, for the continuations on the thread pool to run.
            await Task.WhenAny(work, Task.Delay(1));
        }

        return await work;
    }

    /// <summary>Moves on to what is waited for next, if that is due within <paramref name="longest"/>.</summary>
    public void Skip(TimeSpan longest)
    {
        if (NextWithin(longest) is not { } wait) return;
        lock (_lock) _waits.Add(wait);
        Advance(wait);
    }

    private TimeSpan? NextWithin(TimeSpan longest)
    {
        lock (_lock)
        {
            var due = _timers.Select(t => t.Due).Where(d => d <= _now + longest).ToList();
            return due.Count == 0 ? null : due.Min()!.Value - _now;
        }
    }

    private Action? TakeDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            var timer = _timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (timer is null) return null;

            _now = timer.Due!.Value > _now ? timer.Due.Value : _now;
            timer.Due = timer.Period > TimeSpan.Zero ? _now + timer.Period : null;
            return timer.Callback;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, Action callback, TimeSpan period) : ITimer
    {
        public Action Callback => callback;

        public TimeSpan Period { get; private set; } = period;

        public DateTimeOffset? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner._now + dueTime;
                Period = period;
                owner._timers.Remove(this);
                owner._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (owner._lock) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
