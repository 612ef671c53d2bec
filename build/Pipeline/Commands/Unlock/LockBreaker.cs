using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Unlock;

/// <summary>Takes an environment's lock away from whoever holds it, and writes down that it did.</summary>
public sealed class LockBreaker(BuildIdentityReader identities, AwsAccess access, TimeProvider time)
{
    /// <returns>What to say about it.</returns>
    /// <exception cref="RunFailedException">The object is no lock, or the credentials are another account's.</exception>
    /// <exception cref="AwsException">S3 refused a call.</exception>
    public async Task<string> BreakAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        var identity = await identities.ReadAsync(buildNumber, cancellation);
        var placeholders = PlaceholderValues.For(settings, identity);
        if (LockLocation.Find(settings, placeholders) is not { } location)
            return $"Environment '{settings.Environment}' has no lock: no secret names a bucket, and 'deploy.lock' is not set. Nothing to break.";
        var breaker = LockOwner.Of(EnvironmentVariables.OfThisProcess(), identity);
        return await access.AskAsync(
            settings,
            placeholders,
            async aws =>
            {
                if (settings.IsRehearsal) await aws.Objects.CreateBucketAsync(location.Bucket, cancellation);
                return await BreakAsync(aws.Objects, location, settings.Environment, breaker, cancellation);
            },
            cancellation);
    }

    /// <returns>What to say about it.</returns>
    public async Task<string> BreakAsync(ObjectStore objects, S3Location location, string environment, LockOwner breaker, CancellationToken cancellation)
    {
        var store = new LockStore(objects, location);
        while (await store.ReadAsync(cancellation) is { Record.IsReleased: false } found)
        {
            var now = time.GetUtcNow();

            // One write takes the lock away and says who did; a heartbeat that came between is only another try.
            if (await store.ReplaceAsync(found.Record with { Released = now, BrokenBy = breaker.Name }, found.ETag, cancellation) is null) continue;
            var entry = await store.NoteAsync(new(breaker, now, found.Record), cancellation);
            return $"Broke the lock of environment '{environment}', {(found.IsExpired ? "which had expired: it was held" : "held")} by {found.Record.Owner.Describe(found.Record.Since)}. Written down in {entry}.";
        }

        return $"Nobody holds the lock of environment '{environment}' ({location}). Nothing to break.";
    }
}
