using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Releases;

/// <summary>
/// Deregisters the revisions that deployments leave behind which came to nothing. A revision stays when it was released, when a service or a
/// task of the cluster has it, and when it is not this environment's or nobody knows whose it is.
/// </summary>
/// <param name="progress">Gets a line for each revision that is deregistered.</param>
public sealed class RevisionCleanup(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    /// <param name="family">Of the task definition.</param>
    /// <exception cref="AwsException">AWS refused a call; what was deregistered before stays so.</exception>
    public async Task<CleanedRevisions> RunAsync(string cluster, string family, string application, string environment, CancellationToken cancellation)
    {
        var used = await UsedAsync(cluster, family, cancellation);
        var cleaned = new CleanedRevisions(0, 0, 0, 0);

        // All are read first: what is deregistered changes the pages of the list.
        foreach (var revision in await new ReleaseJournal(ecs, time).ReadAsync(family, cancellation).ToListAsync(cancellation))
        {
            if (revision.Record is not { } record || record.Application != application || record.Environment != environment) cleaned = cleaned with { Others = cleaned.Others + 1 };
            else if (revision.IsReleased) cleaned = cleaned with { Released = cleaned.Released + 1 };
            else if (used.Contains(revision.Arn)) cleaned = cleaned with { InUse = cleaned.InUse + 1 };
            else
            {
                await ecs.DeregisterTaskDefinitionAsync(revision.Arn, cancellation);
                progress.Report($"Deregistered {revision}");
                cleaned = cleaned with { Deregistered = cleaned.Deregistered + 1 };
            }
        }

        return cleaned;
    }

    /// <summary>A service has it also while it is scaled to zero, or on its way to another one.</summary>
    private async Task<HashSet<string>> UsedAsync(string cluster, string family, CancellationToken cancellation)
    {
        var services = await ecs.DescribeServicesAsync(cluster, await ecs.ListServicesAsync(cluster, cancellation), cancellation);
        var tasks = await ecs.DescribeTasksAsync(cluster, await ecs.ListTasksAsync(cluster, new TaskFilter { Family = family }, cancellation), cancellation);
        return
        [
            .. services.Found.SelectMany(service => (JsonObject[])[service, .. service.Objects("deployments"), .. service.Objects("taskSets")]).Select(node => node.Text("taskDefinition")).OfType<string>(),
            .. tasks.Found.Select(task => task.Text("taskDefinitionArn")).OfType<string>(),
        ];
    }
}
