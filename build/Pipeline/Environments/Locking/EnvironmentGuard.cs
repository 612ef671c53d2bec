using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>Does what changes an environment while this run, and no other, has the environment's lock. Disposing it releases a lock that was kept.</summary>
/// <param name="location">Null when nothing says where the lock could be: then there is none.</param>
/// <param name="wait">How long to wait for another run; zero refuses at once.</param>
public sealed class EnvironmentGuard(ObjectStore objects, S3Location? location, Settings settings, LockOwner owner, TimeSpan wait, ILog log, TimeProvider time) : IAsyncDisposable
{
    public LockTiming Timing { get; init; } = LockTiming.Usual;

    private EnvironmentLock? _held;
    private EnvironmentLock? _last;
    private bool _isSaid;

    /// <summary>Whether someone else has the environment now: what it runs is theirs.</summary>
    public bool IsLost => _last?.Loss is not null;

    /// <summary>Takes the lock unless it was kept, does the work, and releases the lock on every way out.</summary>
    /// <param name="work">Its token is cancelled when the run is, and when the lock is lost: then it must leave the service alone.</param>
    /// <exception cref="RunFailedException">Another run holds the lock, or has taken it away; exit code 8.</exception>
    public async Task WhileHeldAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await KeepAsync(work, cancellation);
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>The same, but for the release: the lock is kept for what the run changes next.</summary>
    /// <inheritdoc cref="WhileHeldAsync" path="/param"/>
    /// <exception cref="RunFailedException">Another run holds the lock, or has taken it away; exit code 8.</exception>
    public async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        if (location is null)
        {
            if (!_isSaid)
            {
                log.Information(
                    "Nothing keeps a second deployment to environment '{0}' from running at the same time: no secret names a bucket. Set 'deploy.lock' to 's3://bucket/key' for a lock.",
                    settings.Environment);
            }

            _isSaid = true;
            await work(cancellation);
            return;
        }

        var held = _last = _held ??= await AcquireAsync(location, cancellation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Lost);
        try
        {
            // It may have been lost between one work and the next.
            either.Token.ThrowIfCancellationRequested();
            await work(either.Token);
        }
        catch (OperationCanceledException) when (held.Loss is { } loss && !cancellation.IsCancellationRequested)
        {
            throw new RunFailedException(ExitCodes.Locked, $"{loss} This run was stopped. Check what the service is running (--target=Status) before you deploy again.");
        }
    }

    /// <summary>Releases the lock, if it is held.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held) await held.DisposeAsync();
    }

    private async Task<EnvironmentLock> AcquireAsync(S3Location place, CancellationToken cancellation)
    {
        // Nobody else makes it there; in AWS it is the account's own.
        if (settings.IsRehearsal) await objects.CreateBucketAsync(place.Bucket, cancellation);
        return await EnvironmentLock.AcquireAsync(new(objects, place), Claim(), Timing, wait, log, time, cancellation);
    }

    private LockRecord Claim() => new(settings.Application, settings.Environment, Guid.NewGuid().ToString("N"), owner, default, default, default);
}
