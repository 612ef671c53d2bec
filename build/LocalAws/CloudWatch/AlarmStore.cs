using Slipway.LocalAws.CloudWatch.Contract;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudWatch;

/// <summary>The one owner of the alarms: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class AlarmStore(StateStore store) : IAlarms, IStartable, IDisposable
{
    private const string DocumentName = "cloudwatch";
    private const int DefaultPeriod = 60;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _guard = new();
    private readonly List<Action<string>> _observers = [];
    private volatile CloudWatchState _current = new();

    public IReadOnlyList<Alarm> All => _current.Alarms;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _current = await store.ReadAsync(DocumentName, CloudWatchJson.Default.CloudWatchState, cancellationToken);

    public Task RemoveAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Changes the alarms; nothing is written when <paramref name="change"/> throws.</summary>
    public async Task ChangeAsync(Func<IReadOnlyList<Alarm>, IEnumerable<Alarm>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = _current.Alarms.ToDictionary(alarm => alarm.Name, alarm => alarm.State);
            var after = new CloudWatchState { Alarms = [.. change(_current.Alarms).OrderBy(alarm => alarm.Name, StringComparer.Ordinal)] };
            await store.WriteAsync(DocumentName, after, CloudWatchJson.Default.CloudWatchState, cancellationToken);
            _current = after;
            foreach (var alarm in after.Alarms.Where(alarm => alarm.State == Alarm.Raised && before.GetValueOrDefault(alarm.Name) != Alarm.Raised))
                Tell(alarm.Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    public AlarmFacts? Find(string name) => All.FirstOrDefault(alarm => alarm.Name == name) is not { } alarm
        ? null
        : new(name, alarm.State == Alarm.Raised, TimeSpan.FromSeconds((alarm.Definition.Number("Period") ?? DefaultPeriod) * (alarm.Definition.Number("EvaluationPeriods") ?? 1)));

    public IDisposable OnAlarm(Action<string> raised)
    {
        lock (_guard)
            _observers.Add(raised);
        return new Observation(() =>
        {
            lock (_guard)
                _observers.Remove(raised);
        });
    }

    public void Dispose() => _turn.Dispose();

    private void Tell(string name)
    {
        Action<string>[] observers;
        lock (_guard)
            observers = [.. _observers];
        foreach (var observer in observers)
            observer(name);
    }

    private sealed class Observation(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
