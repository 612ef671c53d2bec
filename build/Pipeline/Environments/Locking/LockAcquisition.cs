using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>The way to the lock: created where there is none, replaced where it is free, waited for where it is not.</summary>
/// <param name="claim">Whose lock it will be.</param>
internal sealed class LockAcquisition(LockStore store, LockRecord claim, LockTiming timing, ILog log, TimeProvider time)
{
    private long _sent;
    private LockRecord? _written;
    private string? _named;

    /// <param name="Sent">Timestamp from before the write: S3 dates the object later.</param>
    public sealed record Taken(LockRecord Record, string ETag, long Sent);

    /// <exception cref="RunFailedException">Another run holds it, and kept holding it.</exception>
    public async Task<Taken> TakeAsync(TimeSpan wait, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();

        // Written before it is read: S3 answers a reader who may not list the bucket with 403 where there is no object.
        var etag = await CreateAsync(cancellation);
        while (etag is null)
        {
            var found = await store.ReadAsync(cancellation);
            if (found is null)
            {
                etag = await CreateAsync(cancellation);
            }
            else if (found.Record.Run == claim.Run)
            {
                // Written by a try whose answer was lost: it is no other's.
                etag = found.ETag;
            }
            else if (found.Record.IsReleased || found.IsExpired)
            {
                etag = await store.ReplaceAsync(Next(), found.ETag, cancellation);
                if (etag is not null && found.IsExpired) log.Warning("{0}", LockMessages.TakenOver(found));
            }
            else
            {
                await WaitAsync(found, wait, wait - time.GetElapsedTime(begin), cancellation);
            }
        }

        log.Verbose("Holding the lock {0}.", store.Location);
        return new(_written ?? claim, etag, _sent);
    }

    private Task<string?> CreateAsync(CancellationToken cancellation) => store.CreateAsync(Next(), cancellation);

    private LockRecord Next()
    {
        var now = time.GetUtcNow();
        _sent = time.GetTimestamp();
        return _written = (claim with { Since = now }).At(now, timing.Lifetime);
    }

    private async Task WaitAsync(StoredLock found, TimeSpan wait, TimeSpan left, CancellationToken cancellation)
    {
        if (left <= TimeSpan.Zero) throw new RunFailedException(ExitCodes.Locked, LockMessages.Refusal(found.Record, wait));
        if (found.Record.Run != _named)
        {
            _named = found.Record.Run;
            log.Information("{0}", LockMessages.Waiting(found.Record, left));
        }

        TimeSpan[] reasons = [timing.Poll, left, found.Left];
        await Task.Delay(reasons.Min(), time, cancellation);
    }
}
