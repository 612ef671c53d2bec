using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecr;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Images;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Releases;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Status;

/// <summary>Puts together what AWS's services know of a service. What the caller may not ask of the registry or the load balancer is a remark.</summary>
/// <param name="elb">Elastic Load Balancing.</param>
public sealed class StatusReader(EcsClient ecs, EcrClient ecr, AwsQueryClient elb)
{
    private const int MostEvents = 5;

    /// <param name="service">As DescribeServices gives it.</param>
    public async Task<ServiceStatus> ReadAsync(string cluster, JsonObject service, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(service);
        var revision = await ecs.DescribeTaskDefinitionAsync(ServicePlacement.TaskDefinitionOf(service), cancellation);
        var remarks = new List<string>();
        if (service.Objects("tags").FirstOrDefault(tag => tag.Text("key") == OwnTags.Scaling)?.Text("value") is { } before)
            remarks.Add($"The scaling of the service is suspended: a deployment is on its way, or its run was killed, and the next deployment restores it (suspended before: {before}).");
        var images = await ImagesAsync(cluster, service, revision, cancellation);
        return new(
            service.Text("status") ?? "",
            revision.Arn,
            service.Number("desiredCount") ?? 0,
            service.Number("runningCount") ?? 0,
            service.Number("pendingCount") ?? 0,
            ReleaseRecord.Of(revision.Tags),
            DeploymentReading.Of(service),
            await AllowedAsync(() => TagsAsync(images, cancellation), images, "The tags of the images are not shown", remarks),
            await AllowedAsync(() => new TargetHealthReading(elb).ReadAsync(service, cancellation), [], "The health of the targets is not shown", remarks),
            [.. service.Objects("events").Take(MostEvents).Select(one => new ServiceEvent(one.Time("createdAt"), one.Text("message") ?? ""))],
            remarks)
        {
            Pause = await AllowedAsync(() => PauseAsync(service, cancellation), null, "Whether its deployment is paused is not shown", remarks),
        };
    }

    /// <summary>DescribeServices does not tell of it.</summary>
    private async Task<DeploymentPause?> PauseAsync(JsonObject service, CancellationToken cancellation)
    {
        if (service.Text("currentServiceDeployment") is not { } current) return null;
        var described = await ecs.DescribeServiceDeploymentsAsync([current], cancellation);
        return described.Found.Select(found => DeploymentPause.Of(found, [])).FirstOrDefault();
    }

    /// <summary>With the digests that ECS found for tags, from one of the tasks that run the revision.</summary>
    private async Task<IReadOnlyList<ImageStatus>> ImagesAsync(string cluster, JsonObject service, TaskDefinitionRevision revision, CancellationToken cancellation)
    {
        var containers = new TaskDefinitionDocument(revision.Document).Containers;
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        if (containers.Any(container => RegistryImage.Parse(container.Image).Digest is null))
        {
            var arns = await ecs.ListTasksAsync(cluster, new TaskFilter { ServiceName = service.Text("serviceName") }, cancellation);
            var tasks = await ecs.DescribeTasksAsync(cluster, arns, cancellation);
            foreach (var container in tasks.Found.Where(task => task.Text("taskDefinitionArn") == revision.Arn).SelectMany(task => task.Objects("containers")))
            {
                if (container.Text("imageDigest") is { } digest) digests[container.Text("name") ?? ""] = digest;
            }
        }

        return [.. containers.Select(container => new ImageStatus(container.Name, container.Image, RegistryImage.Parse(container.Image).Digest ?? digests.GetValueOrDefault(container.Name), []))];
    }

    private async Task<IReadOnlyList<ImageStatus>> TagsAsync(IReadOnlyList<ImageStatus> images, CancellationToken cancellation)
    {
        var own = await OwnImages.FindAsync(ecr, images.Select(image => RegistryImage.Parse(image.Image)), cancellation);
        var tagged = new List<ImageStatus>();
        foreach (var image in images)
        {
            var isOwn = own.Contains(RegistryImage.Parse(image.Image)) && image.Digest is not null;
            var found = isOwn ? (await ecr.DescribeImagesAsync(RegistryImage.Parse(image.Image).Name, [ImageId.ByDigest(image.Digest!)], cancellation)).Found : [];
            tagged.Add(image with { IsOwn = isOwn, Tags = [.. found.SelectMany(one => one.Tags).Order(StringComparer.Ordinal)] });
        }

        return tagged;
    }

    private static async Task<T> AllowedAsync<T>(Func<Task<T>> ask, T otherwise, string what, List<string> remarks)
    {
        try
        {
            return await ask();
        }
        catch (AwsException refused) when (refused.Kind is AwsFailure.AccessDenied or AwsFailure.NotFound or AwsFailure.Refused)
        {
            remarks.Add($"{what}: {refused.Message}");
            return otherwise;
        }
    }
}
