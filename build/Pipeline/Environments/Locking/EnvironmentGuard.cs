using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>Does what changes an environment while this run, and no other, has the environment's lock.</summary>
/// <param name="location">Null when nothing says where the lock could be: then there is none.</param>
/// <param name="wait">How long to wait for another run; zero refuses at once.</param>
public sealed class EnvironmentGuard(ObjectStore objects, S3Location? location, Settings settings, LockOwner owner, TimeSpan wait, ILog log, TimeProvider time)
{
    public LockTiming Timing { get; init; } = LockTiming.Usual;

    private EnvironmentLock? _held;

    /// <summary>Whether someone else has the environment now: what it runs is theirs.</summary>
    public bool IsLost => _held?.Loss is not null;

    /// <summary>Takes the lock, does the work, and releases the lock on every way out.</summary>
    /// <param name="work">Its token is cancelled when the run is, and when the lock is lost: then it must leave the service alone.</param>
    /// <exception cref="RunFailedException">Another run holds the lock, or has taken it away; exit code 8.</exception>
    public async Task WhileHeldAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        if (location is null)
        {
            log.Information(
                "Nothing keeps a second deployment to environment '{0}' from running at the same time: no secret names a bucket. Set 'deploy.lock' to 's3://bucket/key' for a lock.",
                settings.Environment);
            await work(cancellation);
            return;
        }

        // Nobody else makes it there; in AWS it is the account's own.
        if (settings.IsRehearsal) await objects.CreateBucketAsync(location.Bucket, cancellation);
        await using var held = await EnvironmentLock.AcquireAsync(new(objects, location), Claim(), Timing, wait, log, time, cancellation);
        _held = held;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Lost);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (held.Loss is { } loss && !cancellation.IsCancellationRequested)
        {
            throw new RunFailedException(ExitCodes.Locked, $"{loss} This run was stopped. Check what the service is running (--target=Status) before you deploy again.");
        }
    }

    private LockRecord Claim() => new(settings.Application, settings.Environment, Guid.NewGuid().ToString("N"), owner, default, default, default);
}
