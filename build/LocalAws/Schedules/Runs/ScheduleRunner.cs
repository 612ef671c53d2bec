using System.Collections.Concurrent;
using System.Threading.Channels;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Runs;

/// <summary>Invokes schedules when they are due.</summary>
internal sealed partial class ScheduleRunner(ScheduleStore store, ScheduleInvocation invocation, LocalAwsOptions options, TimeProvider time, ILogger<ScheduleRunner> log) : IStartable, IAsyncDisposable
{
    /// <summary>Timers have a limit; then it is looked again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<(string Group, string Name), ScheduleClock> _clocks = new();
    private readonly ConcurrentDictionary<Task, bool> _invocations = new();
    private Task _loop = Task.CompletedTask;
    private bool _disposed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.ReadAsync(cancellationToken);
        SetClocks(time.GetUtcNow(), isStart: true);
        store.Changed = () => _changes.Writer.TryWrite(true);
        _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>When a schedule is due by its own time; null when it is not.</summary>
    public DateTimeOffset? NextOf(Schedule schedule) => _clocks.TryGetValue(schedule.Key, out var clock) ? clock.Next : null;

    /// <summary>There is nothing of it on Docker but tasks of ECS.</summary>
    public Task RemoveAllAsync(CancellationToken cancellationToken) => StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_invocations.Keys.Append(_loop));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var now = time.GetUtcNow();
                SetClocks(now, isStart: false);
                foreach (var clock in _clocks.Values.Where(clock => clock.Due <= now))
                    Invoke(clock, now, cancellationToken);
                await WaitAsync(_clocks.Values.Min(clock => clock.Due) - now ?? LongestWait, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next process continues.
        }
    }

    private void Invoke(ScheduleClock clock, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scheduledAt = clock.Next!.Value;
        clock.Advance(now);
        Due(clock.Schedule.Group, clock.Schedule.Name);
        var isLast = clock.IsOver;
        var invoked = Task.Run(() => invocation.RunAsync(clock.Schedule, scheduledAt, isLast, cancellationToken), CancellationToken.None);
        _invocations[invoked] = true;
        _ = invoked.ContinueWith(ended => _invocations.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>One for each schedule, anew when it was changed.</summary>
    private void SetClocks(DateTimeOffset now, bool isStart)
    {
        var speed = TimeSpan.FromMinutes(1) / options.Minute;
        var schedules = store.Current.Schedules;
        foreach (var schedule in schedules)
        {
            var known = _clocks.GetValueOrDefault(schedule.Key);
            if (known?.Schedule.IsAsIn(schedule) != true)
                _clocks[schedule.Key] = new(schedule, isStart ? now : schedule.ChangedAt, isNew: !isStart && known is null, speed);
        }

        foreach (var gone in _clocks.Keys.Except(schedules.Select(schedule => schedule.Key)))
            _clocks.TryRemove(gone, out _);
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return;
        using var due = new CancellationTokenSource(wait < LongestWait ? wait : LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is due.
        }
    }

    [LoggerMessage(LogLevel.Information, "schedule {Group}/{Name} is due")]
    private partial void Due(string group, string name);
}
