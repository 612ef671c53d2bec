using Slipway.Aws;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>
/// The lock of an environment while this run holds it: one deployment at a time. It is kept alive by a heartbeat and released by being
/// disposed. A run that is killed leaves it to expire; one that cannot renew it in time has lost it before anybody else may have it.
/// </summary>
public sealed class EnvironmentLock : IAsyncDisposable
{
    private readonly LockStore _store;
    private readonly LockTiming _timing;
    private readonly ILog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;
    private LockRecord _record;
    private string _etag;
    private long _renewed;
    private string? _trouble;

    private EnvironmentLock(LockStore store, LockAcquisition.Taken taken, LockTiming timing, ILog log, TimeProvider time)
    {
        (_store, _timing, _log, _time) = (store, timing, log, time);
        (_record, _etag, _renewed) = (taken.Record, taken.ETag, taken.Sent);
        _beating = BeatAsync();
    }

    /// <summary>Cancelled when the lock is this run's no more: whatever it guards must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Who has the lock now, or why nobody can tell; null while it is held.</summary>
    public string? Loss { get; private set; }

    /// <summary>Takes the lock: a free one, a released one, or one that has expired.</summary>
    /// <param name="claim">Whose lock it will be; its times are set here.</param>
    /// <param name="wait">How long to wait for another run; zero refuses at once.</param>
    /// <exception cref="RunFailedException">Another run holds it; exit code 8.</exception>
    /// <exception cref="AwsException">S3 refused a call.</exception>
    public static async Task<EnvironmentLock> AcquireAsync(
        LockStore store, LockRecord claim, LockTiming timing, TimeSpan wait, ILog log, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var taken = await new LockAcquisition(store, claim, timing, log, time).TakeAsync(wait, cancellation);
            return new(store, taken, timing, log, time);
        }
        catch (Exception failure) when (failure is OperationCanceledException or AwsException { Kind: AwsFailure.Unreachable or AwsFailure.ServerFault })
        {
            // The write whose answer did not come may have been carried out.
            await ReleaseAsync(store, claim, etag: null, log, time);
            throw;
        }
    }

    /// <summary>Releases the lock, if it is still this run's. A release that fails is said, and left to the expiry.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        await ReleaseAsync(_store, _record, _etag, _log, _time);
        _stop.Dispose();
        _lost.Dispose();
    }

    /// <param name="etag">Null when it is not known.</param>
    private static async Task ReleaseAsync(LockStore store, LockRecord record, string? etag, ILog log, TimeProvider time)
    {
        // On the way out of an interrupted run, too, but not for long.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        try
        {
            while (etag is null || await store.ReplaceAsync(record with { Released = time.GetUtcNow() }, etag, limit.Token) is null)
            {
                // A heartbeat whose answer was lost has changed it; or it is someone else's, and is left alone.
                var found = await store.ReadAsync(limit.Token);
                if (found is null || found.Record.Run != record.Run || found.Record.IsReleased) return;
                etag = found.ETag;
            }
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException or RunFailedException)
        {
            log.Warning(
                "The lock of environment '{0}' could not be released; it expires on its own, or is broken by {1}: {2}",
                record.Environment, LockMessages.BreakCommand(record.Environment), failure is OperationCanceledException ? "no answer from S3" : failure.Message);
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            while (Loss is null)
            {
                var left = Left();
                await Task.Delay(left < _timing.Heartbeat ? left : _timing.Heartbeat, _time, _stop.Token);
                if (await RenewAsync() is not { } loss) continue;
                Loss = loss;
                await _lost.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <returns>Why the lock is lost, or null.</returns>
    private async Task<string?> RenewAsync()
    {
        using var limit = new CancellationTokenSource(Left(), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            if (Left() == TimeSpan.Zero) return LockMessages.NotRenewed(_record, _timing.Lifetime, _trouble);
            while (true)
            {
                // Before the call: S3 dates the object later, so this run gives up before another may begin.
                var (sent, next) = (_time.GetTimestamp(), _record.At(_time.GetUtcNow(), _timing.Lifetime));
                if (await _store.ReplaceAsync(next, _etag, either.Token) is { } etag)
                {
                    (_record, _etag, _renewed, _trouble) = (next, etag, sent, null);
                    return null;
                }

                var found = await _store.ReadAsync(either.Token);
                if (found is null || found.Record.Run != _record.Run || found.Record.IsReleased) return LockMessages.LostTo(_record, found);

                // An earlier heartbeat whose answer was lost. Nobody knows when S3 dated it, so it does not count.
                _etag = found.ETag;
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return LockMessages.NotRenewed(_record, _timing.Lifetime, _trouble);
        }
        catch (Exception failure) when (failure is AwsException or RunFailedException)
        {
            _trouble = failure.Message;
            return Left() == TimeSpan.Zero ? LockMessages.NotRenewed(_record, _timing.Lifetime, _trouble) : null;
        }
    }

    private TimeSpan Left() => _timing.Lifetime - _time.GetElapsedTime(_renewed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
