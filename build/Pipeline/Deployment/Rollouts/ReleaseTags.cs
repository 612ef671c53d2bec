using System.Text.RegularExpressions;
using Slipway.Ecs.Releases;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Environments.Locking;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>What a revision of the task definition is tagged with, so that it can be told later what it is and who made it.</summary>
internal static partial class ReleaseTags
{
    /// <summary>Of a tag's value.</summary>
    private const int MaximumLength = 256;

    public static IReadOnlyDictionary<string, string> Of(Release release, IReadOnlyDictionary<string, string> variables) =>
        new ReleaseRecord(null, Value(release.Build), Value(release.Commit), Value(release.Environment), Value(release.Application), Value(LockOwner.Of(variables, new(release.Build, release.Commit, release.Branch)).Name))
        {
            ApprovedBy = release.ApprovedBy is { } approver ? Value(approver) : null,
        }.ToTags();

    private static string Value(string text)
    {
        var clean = NotInATag().Replace(text, "_");
        return clean.Length <= MaximumLength ? clean : clean[..MaximumLength];
    }

    /// <summary>What ECS takes: letters, digits, white space and some signs.</summary>
    [GeneratedRegex(@"[^\p{L}\p{Z}\p{N}_.:/=+\-@]")]
    private static partial Regex NotInATag();
}
