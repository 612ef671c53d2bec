using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Build.Inputs;
using Slipway.Pipeline.Build.Secrets;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>
/// One run of the pipeline: what it works with, and what one task hands to the next. Disposing it undoes what it put into
/// the world.
/// </summary>
public sealed class Run(RunParts parts, ILog log, Release release) : IAsyncDisposable
{
    public Settings Settings => parts.Settings;

    public PlaceholderValues Placeholders => parts.Placeholders;

    public ILog Log => log;

    public required DeployOptions DeployOptions { get; init; }

    public required SecretDownloader Secrets { get; init; }

    public required RegistryAccess Registry { get; init; }

    public required ImageTransfer Images { get; init; }

    public required ComposeApplication Application { get; init; }

    /// <summary>Finds what images are built from.</summary>
    public required ImageMarks Inputs { get; init; }

    public required DatabaseProbe Database { get; init; }

    public required ApplicationSteps Steps { get; init; }

    public required QualityGates Gates { get; init; }

    public required ReleaseDeployment Deployment { get; init; }

    /// <summary>What changes the environment is done while it is held.</summary>
    public required EnvironmentGuard Lock { get; init; }

    /// <summary>Whether task Deploy follows, and rolls the service itself.</summary>
    public required bool Deploys { get; init; }

    public required Verification Verification { get; init; }

    public required PreDeploymentChecks Preparation { get; init; }

    public required Interruption Interruption { get; init; }

    /// <summary>Whether nothing has changed, so that no task has anything to do.</summary>
    public bool IsIdle { get; set; }

    /// <summary>The service's way to the release, with all that belongs to it.</summary>
    public VerifiedRollout Rollout => new(Deployment, Preparation, Verification, Lock, Interruption, Settings, Placeholders, log);

    /// <summary>Grows with the images that are pulled and pushed.</summary>
    public Release Release { get; set; } = release;

    /// <summary>Who has approved the deployment; null where nobody had to.</summary>
    public string? ApprovedBy { get; } = release.ApprovedBy;

    /// <summary>By Compose service: the tag that says what its image is built from; none where that cannot be told, or is not asked for.</summary>
    public IReadOnlyDictionary<string, string> Marks { get; set; } = new Dictionary<string, string>();

    /// <summary>The images that the registry has as they would be built.</summary>
    public IReadOnlyList<TaggedImage> Reused { get; set; } = [];

    /// <summary>What TagImages hands to PushEcr.</summary>
    public IReadOnlyList<TaggedImage> Tagged { get; set; } = [];

    /// <summary>Does what a deployment changes before it rolls the service; the environment's lock is taken for that, and kept until the deployment has ended.</summary>
    /// <param name="work">Its token is cancelled when the lock is lost, too.</param>
    /// <exception cref="RunFailedException">Another run holds the lock, or has taken it away; exit code 8.</exception>
    public Task WhileChangingAsync(Func<CancellationToken, Task> work, CancellationToken cancellation) => Deploys ? Lock.KeepAsync(work, cancellation) : work(cancellation);

    /// <exception cref="RunFailedException">The file is no release of this environment; exit code 2.</exception>
    public async Task<Release> ReadRecordedAsync(string file, CancellationToken cancellation)
    {
        var recorded = await RecordedRelease.ReadAsync(file, Settings, parts.Paths, cancellation);
        return recorded.Environment == Settings.Environment
            ? recorded
            : throw new RunFailedException(
                ExitCodes.Configuration,
                $"'{file}' is a release of environment '{recorded.Environment}', whose tags and images are not those of '{Settings.Environment}'. Promote it: {Options.Target}=Promote {Options.Release}={file} {Options.Environment}={Settings.Environment}");
    }

    /// <summary>Removes the secrets, releases the lock and takes the Compose project down, whatever happened before.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // First, and quick: whoever waits no longer for the rest has at least no secret lying around.
            parts.Directory.RemoveFiles();
            await Lock.DisposeAsync();
            await Application.StopAsync(Interruption.LeaveAtOnce);
        }
        finally
        {
            Registry.Dispose();
            parts.Dispose();
        }
    }
}
