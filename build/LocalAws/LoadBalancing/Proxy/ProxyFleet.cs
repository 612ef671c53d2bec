using System.Collections.Concurrent;
using System.Threading.Channels;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>
/// The HAProxy of every listener. Each change of the state is applied in the background, by the caller too where it has to wait for it; and all
/// are checked again every few seconds, because a container or the engine may have gone.
/// </summary>
internal sealed partial class ProxyFleet(
    LoadBalancingSettings settings, LoadBalancingStore store, ICertificates certificates, ProxyContainer container, TimeProvider time, ILogger<ProxyFleet> log)
    : IDisposable
{
    private readonly ConcurrentDictionary<string, ListenerProxy> _proxies = new();
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whether there may be containers of listeners that are gone.</summary>
    private volatile bool _hasStrays;
    private DateTimeOffset _lookAt;

    /// <summary>Applies the state to these listeners; returns when all of them go by it.</summary>
    /// <exception cref="AwsErrorException">One of them cannot be served.</exception>
    public Task ApplyAsync(IEnumerable<Listener> listeners, CancellationToken cancellationToken) =>
        Task.WhenAll(listeners.Select(listener => ProxyOf(listener).ApplyAsync(look: false, cancellationToken)));

    /// <summary>Takes the port of a listener that is about to be created.</summary>
    public async Task StartAsync(Listener listener, LoadBalancer balancer, CancellationToken cancellationToken)
    {
        try
        {
            await ProxyOf(listener).StartAsync(balancer, cancellationToken);
        }
        catch
        {
            await RemoveAsync(listener, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Frees the port of a listener that is not in the state, or is no longer.</summary>
    public async Task RemoveAsync(Listener listener, CancellationToken cancellationToken)
    {
        try
        {
            await ProxyOf(listener).RemoveAsync(cancellationToken);
        }
        catch
        {
            _hasStrays = true;
            throw;
        }
        finally
        {
            _proxies.TryRemove(listener.Arn, out _);
        }
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var observation = store.OnChanged((_, _) => _signals.Writer.TryWrite(true));
        try
        {
            // The last process may have been killed between the container and the state. Without any state nobody asks the engine.
            var before = store.Current;
            _hasStrays = before.LoadBalancers.Count + before.TargetGroups.Count > 0;
            var isDue = true;
            while (!cancellationToken.IsCancellationRequested)
            {
                if (_hasStrays)
                    await TryAsync(RemoveStraysAsync, cancellationToken);
                var look = isDue;
                await Parallel.ForEachAsync(store.Current.Listeners, cancellationToken, async (listener, token) =>
                    await TryAsync(end => ProxyOf(listener).ApplyAsync(look, end), token));
                isDue = await WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // LocalAws ends.
        }
    }

    public void Dispose()
    {
        foreach (var proxy in _proxies.Values)
            proxy.Dispose();
    }

    private async Task RemoveStraysAsync(CancellationToken cancellationToken)
    {
        await container.RemoveOthersAsync(arn => _proxies.ContainsKey(arn) || store.Current.Listener(arn) is not null, cancellationToken);
        _hasStrays = false;
    }

    /// <returns>Whether it is time to check all; false when the state has changed.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var rest = _lookAt - time.GetUtcNow();
        using var poll = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, poll.Token);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _lookAt = time.GetUtcNow() + settings.PollInterval;
            return true;
        }
    }

    private ListenerProxy ProxyOf(Listener listener) =>
        _proxies.GetOrAdd(listener.Arn, _ => new(listener, store, certificates, container, time, log));

    /// <summary>Logs a failure: the next attempt may go well.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Load balancing could not be brought up to date, trying again: {Reason}")]
    private partial void Failed(string reason);
}
