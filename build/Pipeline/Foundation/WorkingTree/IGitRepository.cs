using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>The clone that is built. It is asked for what the CI service has not said, and only then.</summary>
public interface IGitRepository
{
    /// <summary>What is checked out.</summary>
    /// <exception cref="ConfigurationException">There is no repository, no commit in it, or no git.</exception>
    Task<GitHead> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>Counts the commits that lead to the one that is checked out, itself included.</summary>
    /// <exception cref="ConfigurationException">As for the head; or the clone is shallow, so the count would say nothing.</exception>
    Task<int> CountCommitsAsync(CancellationToken cancellationToken);
}
