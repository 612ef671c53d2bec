using Slipway.Aws.Ecs;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>Compares what a service runs with what it should run. Changes nothing.</summary>
public sealed class ServiceDiff(EcsClient ecs)
{
    private readonly ServiceReader _services = new(ecs);

    /// <returns>Null when there is no such service.</returns>
    /// <exception cref="Slipway.Aws.AwsException">AWS refused a call.</exception>
    public async Task<ServiceDifferences?> CompareAsync(string cluster, string service, TaskDefinitionDocument wanted, WantedService settings, CancellationToken cancellation) =>
        await _services.FindAsync(cluster, service, cancellation) is { IsActive: true } found ? await CompareAsync(found, cluster, service, wanted, settings, cancellation) : null;

    /// <param name="isSame">Whether the task definition is the one that the service runs, where that is known without reading it; else null.</param>
    internal async Task<ServiceDifferences> CompareAsync(
        ServiceDescription found, string cluster, string service, TaskDefinitionDocument wanted, WantedService settings, CancellationToken cancellation, bool? isSame = null)
    {
        var beside = Beside(found, wanted, settings);
        if (isSame is { } known) return new(wanted, found.TaskDefinition, known ? beside : [new("task definition", RevisionName.Of(found.TaskDefinition), "another"), .. beside]);
        var registered = await ecs.DescribeTaskDefinitionAsync(found.TaskDefinition, cancellation);
        var runs = new TaskDefinitionDocument(registered.Document);
        // Others tag revisions too, and their tags are no reason to deploy.
        if (registered.Tags.Where(tag => wanted.Tags.ContainsKey(tag.Key)).ToDictionary() is { Count: > 0 } tags) runs.Root["tags"] = EcsClient.TagList(tags);
        if (runs.Containers.Any(container => IsByTag(container.Image))) runs = await ByDigestAsync(runs, found.TaskDefinition, cluster, service, cancellation);
        return new(runs, found.TaskDefinition, [.. TaskDefinitionDiff.Compare(runs, wanted), .. beside]) { Tags = registered.Tags };
    }

    /// <summary>What the service has beside its task definition.</summary>
    private static List<Difference> Beside(ServiceDescription found, TaskDefinitionDocument wanted, WantedService settings)
    {
        var differences = new List<Difference>();
        if (settings.DesiredCount is { } count && count != found.DesiredCount) differences.Add(new("desiredCount of the service", $"{found.DesiredCount}", $"{count}"));
        if (settings.LoadBalancer is { } balancer && !balancer.IsOf(found)) differences.Add(new("loadBalancers of the service", null, $"{balancer}"));
        if (ServiceNetwork.Change(settings.Network, wanted, found.Node) is not null) differences.Add(new("network of the service", ServiceNetwork.TextOf(found.Node), settings.Network?.ToString()));
        if (settings.Definition is { } definition) differences.AddRange(definition.DifferencesFrom(found.Node));
        return differences;
    }

    /// <summary>What a tag stood for when the tasks were started, they know; where they disagree, a tag stays a tag.</summary>
    private async Task<TaskDefinitionDocument> ByDigestAsync(TaskDefinitionDocument runs, string revision, string cluster, string service, CancellationToken cancellation)
    {
        var tasks = await ecs.ListTasksAsync(cluster, new() { ServiceName = service }, cancellation);
        if (tasks.Count == 0) return runs;
        var described = await ecs.DescribeTasksAsync(cluster, tasks, cancellation);
        var digests = described.Found.Where(task => task.Text("taskDefinitionArn") == revision).SelectMany(task => task.Objects("containers"))
            .GroupBy(container => container.Text("name"), container => container.Text("imageDigest"))
            .Where(container => container.Key is not null && container.Distinct().Count() == 1 && container.First() is { Length: > 0 })
            .ToDictionary(container => container.Key!, container => container.First()!);
        return runs.WithImages(runs.Containers.Where(container => IsByTag(container.Image) && digests.ContainsKey(container.Name))
            .DistinctBy(container => container.Name).ToDictionary(container => container.Name, container => $"{Repository(container.Image)}@{digests[container.Name]}"));
    }

    private static bool IsByTag(string image) => !image.Contains('@', StringComparison.Ordinal);

    private static string Repository(string image) => image.LastIndexOf(':') is var tag && tag > image.LastIndexOf('/') ? image[..tag] : image;
}
