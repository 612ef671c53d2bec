using Cake.Core.Diagnostics;
using Slipway.Pipeline.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Database;
using Slipway.Pipeline.Deployment;
using Slipway.Pipeline.Images;
using Slipway.Pipeline.Releases;
using Slipway.Pipeline.Secrets;

namespace Slipway.Pipeline.Runs;

/// <summary>
/// One run of the main line: what it works with, and what one task hands to the next. Disposing it takes back what it put into
/// the world.
/// </summary>
public sealed class Run(RunParts parts, ICakeLog log, Release release) : IAsyncDisposable
{
    public Settings Settings => parts.Settings;

    public PlaceholderValues Placeholders => parts.Placeholders;

    public ICakeLog Log => log;

    public required SecretDownloader Secrets { get; init; }

    public required RegistryAccess Registry { get; init; }

    public required ImageTransfer Images { get; init; }

    public required ComposeApplication Application { get; init; }

    public required DatabaseProbe Database { get; init; }

    public required ApplicationSteps Steps { get; init; }

    public required ReleaseDeployment Deployment { get; init; }

    public required Verification Verification { get; init; }

    /// <summary>Grows with the images that are pulled and pushed.</summary>
    public Release Release { get; set; } = release;

    /// <summary>What TagImages hands to PushEcr.</summary>
    public IReadOnlyList<TaggedImage> Tagged { get; set; } = [];

    /// <summary>Takes the Compose project down and removes the secrets, whatever happened before.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Application.StopAsync();
        }
        finally
        {
            Registry.Dispose();
            parts.Dispose();
        }
    }
}
