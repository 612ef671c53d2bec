using System.Threading.Channels;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Health;

/// <summary>Removes the targets whose deregistration delay is over.</summary>
internal sealed partial class TargetDrains(LoadBalancingStore store, TimeProvider time, ILogger<TargetDrains> log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var observation = store.OnChanged((_, _) => _signals.Writer.TryWrite(true));
        try
        {
            while (true)
            {
                if (await TryRemoveAsync(cancellationToken))
                    await WaitAsync(cancellationToken);
                else
                    await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // LocalAws ends, or takes everything down.
        }
    }

    /// <returns>False when the state could not be saved.</returns>
    private async Task<bool> TryRemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ChangeAsync(RemoveDrained, cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(error);
            return false;
        }
    }

    private LoadBalancingState RemoveDrained(LoadBalancingState state)
    {
        var now = time.GetUtcNow();
        foreach (var group in state.TargetGroups.Where(group => group.Targets.Any(target => target.DrainingUntil <= now)))
            state = state.With(group with { Targets = [.. group.Targets.Where(target => target.DrainingUntil is not { } until || until > now)] });
        return state;
    }

    /// <summary>Until the next target is drained, or the state changes.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var next = store.Current.TargetGroups.SelectMany(group => group.Targets).Min(target => target.DrainingUntil);
        await using var timer = next is { } at
            ? time.CreateTimer(_ => _signals.Writer.TryWrite(true), null, Later(at), Timeout.InfiniteTimeSpan)
            : null;
        await _signals.Reader.ReadAsync(cancellationToken);
    }

    private TimeSpan Later(DateTimeOffset at)
    {
        var wait = at - time.GetUtcNow();
        // A timer may be a little early, and a wait of nothing would be a busy loop.
        return wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);
    }

    [LoggerMessage(LogLevel.Error, "Deregistered targets could not be removed, trying again")]
    private partial void Failed(Exception error);
}
