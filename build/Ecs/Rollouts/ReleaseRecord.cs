using System.Globalization;
using Slipway.Aws;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// The record of what was released: tags on the revisions of a task definition, which a rollback goes by. A revision that was only registered,
/// or that failed, has no time of release.
/// </summary>
public sealed class ReleaseRecord(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    /// <summary>When the revision was released, in ISO 8601.</summary>
    public const string Released = "slipway:released";

    public const string Application = "slipway:application";
    public const string Environment = "slipway:environment";
    public const string Build = "slipway:build";
    public const string Commit = "slipway:commit";

    /// <summary>Who deployed it.</summary>
    public const string By = "slipway:by";

    /// <summary>Writes that the revision was released now. Without the permission for it the release is none the less one; that is said.</summary>
    public async Task NoteAsync(string revision, CancellationToken cancellation)
    {
        try
        {
            await ecs.TagAsync(revision, new Dictionary<string, string> { [Released] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) }, cancellation);
        }
        catch (AwsException refused)
        {
            progress.Report($"{RevisionName.Of(revision)} could not be recorded as released, so a later rollback will not find it: {refused.Message}");
        }
    }
}
