using System.Text.RegularExpressions;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Releases;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Finds what a service may go back to: the revisions of its family, and of the families that it had before. Those are known by the tag
/// <c>slipway:replaces</c>, and by the deployments of the last 90 days that ECS remembers of its own (ListServiceDeployments).
/// </summary>
public sealed partial class ReleaseHistory(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    /// <summary>How many revisions of a family are read.</summary>
    private const int MostRevisions = 100;

    private const int MostFamilies = 10;

    /// <summary>Whether a revision is named in full: <c>family:revision</c>, or its ARN.</summary>
    public static bool IsRevision(string name) => Revision().IsMatch(name);

    /// <summary>The active revisions of the families, each newest first, that of what runs before the others.</summary>
    /// <param name="current">The ARN of what the service runs.</param>
    /// <param name="isDeployedByEcs">Whether its deployment controller is ECS; of others it remembers nothing.</param>
    public async Task<IReadOnlyList<RecordedRevision>> ReadAsync(string cluster, string service, string current, bool isDeployedByEcs, CancellationToken cancellation)
    {
        List<string> families = [RevisionName.FamilyOf(current)];
        if (isDeployedByEcs) Add(families, await RunAsync(cluster, service, cancellation));
        var revisions = new List<RecordedRevision>();
        for (var index = 0; index < Math.Min(families.Count, MostFamilies); index++)
        {
            var found = await new ReleaseJournal(ecs, time).ReadAsync(families[index], cancellation).Take(MostRevisions).ToListAsync(cancellation);
            Add(families, found.Select(revision => revision.Record?.Replaces).OfType<string>());
            revisions.AddRange(found);
        }

        return revisions;
    }

    /// <summary>A revision that is named in full; whether it was ever released does not matter.</summary>
    /// <exception cref="RolloutException">It is not registered, or not active; refused.</exception>
    public async Task<RecordedRevision> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var revision = await ecs.DescribeTaskDefinitionAsync(name, cancellation);
            return revision.Document.Text("status") is null or "ACTIVE"
                ? new(revision.Arn, revision.Document, ReleaseRecord.Of(revision.Tags))
                : throw new RolloutException(RolloutOutcome.Refused, $"Task definition '{name}' is {revision.Document.Text("status")}: it was deregistered, and ECS starts no task from it. Name one that is ACTIVE, or deploy its build again.");
        }
        catch (AwsException missing) when (missing.Code is "ClientException" or "InvalidParameterException")
        {
            throw new RolloutException(RolloutOutcome.Refused, $"There is no task definition '{name}' in this account and region: {missing.AwsMessage} Name a revision that is registered, as family:revision or by its ARN.");
        }
    }

    /// <summary>The task definitions that the service was brought to.</summary>
    private async Task<IEnumerable<string>> RunAsync(string cluster, string service, CancellationToken cancellation)
    {
        try
        {
            var deployments = await ecs.ListServiceDeploymentsAsync(cluster, service, ["SUCCESSFUL"], cancellation);
            var targets = deployments.Select(deployment => deployment.Text("targetServiceRevisionArn")).OfType<string>().Distinct().ToList();
            return targets.Count == 0 ? [] : (await ecs.DescribeServiceRevisionsAsync(targets, cancellation)).Found.Select(revision => revision.Text("taskDefinition")).OfType<string>();
        }
        catch (AwsException refused) when (refused.Kind == AwsFailure.AccessDenied)
        {
            progress.Report($"What service '{service}' ran before is not known from ECS, and families that it had are found by Slipway's tags only: {refused.Message}");
            return [];
        }
    }

    private static void Add(List<string> families, IEnumerable<string> revisions) =>
        families.AddRange(revisions.Select(RevisionName.FamilyOf).Distinct().Where(family => !families.Contains(family)).ToList());

    [GeneratedRegex(@"^(arn:[^:]+:ecs:[^:]+:[^:]+:task-definition/)?[A-Za-z0-9_-]+:[0-9]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Revision();
}
