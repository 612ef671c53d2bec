using Slipway.Aws;

namespace Slipway.Ecs.Rollouts;

/// <summary>What a release has beside its services: it is moved when they are verified, and goes back before they do.</summary>
public interface IReleaseCompanion
{
    /// <summary>Checks whether it can be moved, before anything of the release is registered.</summary>
    /// <exception cref="RolloutException">It cannot; refused.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    Task CheckAsync(CancellationToken cancellation);

    /// <summary>Moves all of it.</summary>
    /// <param name="revisions">The ARN of what each service runs, by its name; of a single service under an empty text.</param>
    /// <param name="progress">Gets a line whenever something changes.</param>
    /// <exception cref="RolloutException">Not all of it was moved.</exception>
    /// <exception cref="AwsException">AWS refused a call, and not all of it was moved.</exception>
    Task MoveAsync(IReadOnlyDictionary<string, string> revisions, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Gives what was moved back what it had before, in the opposite order. What cannot be brought back is told.</summary>
    /// <param name="progress">Gets a line whenever something changes.</param>
    /// <returns>Whether all is as it was.</returns>
    Task<bool> GoBackAsync(IProgress<string> progress, CancellationToken cancellation);

    /// <summary>How all of it is now, for people.</summary>
    Task<string> DescribeAsync(CancellationToken cancellation);
}
