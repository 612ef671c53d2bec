
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>The one owner of the state: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class LoadBalancingStore(StateStore store) : IDisposable
{
    private const string DocumentName = "load-balancing";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _guard = new();
    private readonly List<Action<LoadBalancingState, LoadBalancingState>> _observers = [];
    private volatile LoadBalancingState _current = new();

    public LoadBalancingState Current => _current;

    public async Task ReadAsync(CancellationToken cancellationToken) =>
        _current = await store.ReadAsync(DocumentName, LoadBalancingJson.Default.LoadBalancingState, cancellationToken);

    /// <summary>Changes the state; nothing is written when <paramref name="change"/> throws or gives the same state.</summary>
    public Task<LoadBalancingState> ChangeAsync(Func<LoadBalancingState, LoadBalancingState> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            state =>
            {
                var changed = change(state);
                return (changed, changed);
            },
            cancellationToken);

    /// <summary>Changes the state and answers.</summary>
    public async Task<T> ChangeAsync<T>(Func<LoadBalancingState, (LoadBalancingState State, T Answer)> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = _current;
            var (changed, answer) = change(before);
            if (ReferenceEquals(changed, before))
                return answer;
            var after = TargetUse.Settle(changed);
            await store.WriteAsync(DocumentName, after, LoadBalancingJson.Default.LoadBalancingState, cancellationToken);
            _current = after;
            Tell(before, after);
            return answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Calls back after each change, one at a time, with the state before and the state after, until disposed of. It must not block.</summary>
    public IDisposable OnChanged(Action<LoadBalancingState, LoadBalancingState> changed)
    {
        lock (_guard)
            _observers.Add(changed);
        return new Observation(() =>
        {
            lock (_guard)
                _observers.Remove(changed);
        });
    }

    public void Dispose() => _turn.Dispose();

    private void Tell(LoadBalancingState before, LoadBalancingState after)
    {
        Action<LoadBalancingState, LoadBalancingState>[] observers;
        lock (_guard)
            observers = [.. _observers];
        foreach (var observer in observers)
            observer(before, after);
    }

    private sealed class Observation(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
