using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>An environment, its account and its lock, for what changes it without a build.</summary>
public sealed class LockedEnvironment(BuildIdentityReader identities, AwsAccess access, ILog log, TimeProvider time)
{
    /// <summary>Does the work while the lock is held.</summary>
    /// <param name="wait">How long to wait for another run; zero refuses at once.</param>
    /// <param name="work">Its token is cancelled when the lock is lost, too.</param>
    /// <exception cref="RunFailedException">Another run holds the lock, or has taken it away; exit code 8.</exception>
    public async Task UseAsync(
        Settings settings, string? buildNumber, TimeSpan wait, Func<AwsClients, PlaceholderValues, EnvironmentGuard, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var identity = await identities.ReadAsync(buildNumber, cancellation);
        var placeholders = PlaceholderValues.For(settings, identity);
        await access.AskAsync(
            settings,
            placeholders,
            async clients =>
            {
                var owner = LockOwner.Of(EnvironmentVariables.OfThisProcess(), identity);
                var guard = new EnvironmentGuard(clients.Objects, LockLocation.Find(settings, placeholders), settings, owner, wait, log, time);
                await guard.WhileHeldAsync(held => work(clients, placeholders, guard, held), cancellation);
                return true;
            },
            cancellation);
    }
}
