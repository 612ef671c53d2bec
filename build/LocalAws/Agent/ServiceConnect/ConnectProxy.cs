using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.ServiceConnect;

/// <summary>
/// Tells the proxy of Service Connect, which is in the forwarder, what to do: it asks again and again, is answered when there is something new, and says with the next
/// question that it is done. So it does what was said last while LocalAws does not run, and is told all of it when either has been started anew.
/// </summary>
public sealed partial class ConnectProxy(TimeProvider time, ILogger<ConnectProxy> log) : IServiceConnect
{
    /// <summary>How long a question waits for something new.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private IReadOnlyList<PlacedListener> _listeners = [];

    /// <summary>Null until the scheduler has set it: until then the proxy keeps doing what the LocalAws before this one asked for.</summary>
    private ProxyConfiguration? _wanted;

    private string _applied = "";

    /// <summary>Ends with the next change of what is wanted, or of what is applied.</summary>
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Serve(IReadOnlyList<ConnectListener> listeners)
    {
        lock (_lock)
        {
            var before = _listeners.ToDictionary(placed => (placed.Listener.Address, placed.Listener.Port));
            _listeners = [.. listeners.Select(listener => PlacedListener.Of(listener, before.GetValueOrDefault((listener.Address, listener.Port))))];
            var wanted = ProxyConfiguration.Of(_listeners);
            if (wanted.Tag == _wanted?.Tag)
                return;
            _wanted = wanted;
            Change();
        }
    }

    public async Task AppliedAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            while (!IsApplied(out var change))
                await change.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            NotFollowed(Patience.TotalSeconds);
        }
    }

    /// <summary>The proxy begins anew, and has done nothing yet.</summary>
    public void Forget() => IsDone("", out _);

    /// <summary>A question of the proxy.</summary>
    /// <param name="done">The tag of what it has done last.</param>
    /// <returns>What it is to do; null when there is nothing new for some time.</returns>
    public async Task<ProxyConfiguration?> NextAsync(string done, CancellationToken cancellationToken)
    {
        try
        {
            if (IsDone(done, out var change))
                await change.WaitAsync(Silence, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        lock (_lock)
            return _wanted?.Tag == done ? null : _wanted;
    }

    /// <param name="change">Ends with the next change.</param>
    private bool IsApplied(out Task change)
    {
        lock (_lock)
        {
            change = _changed.Task;
            return _wanted is null || _wanted.Tag == _applied;
        }
    }

    /// <summary>Notes what the proxy has done.</summary>
    /// <param name="change">Ends with the next change.</param>
    /// <returns>Whether there is nothing else to do.</returns>
    private bool IsDone(string done, out Task change)
    {
        lock (_lock)
        {
            if (_applied != done)
            {
                _applied = done;
                Change();
            }

            change = _changed.Task;
            return _wanted is null || _wanted.Tag == done;
        }
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "The proxy of Service Connect has not followed for {Seconds} s: names may lead to tasks that are gone, or nowhere. 'docker logs' of the container whose name ends with -agent says why.")]
    private partial void NotFollowed(double seconds);
}
