using Slipway.Ecs.Images;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>
/// Whether a service runs its release: the deployment is complete, the release is recorded, each task runs its images by digest, the registry has its tags, and the load balancer finds its targets healthy.
/// </summary>
/// <param name="settings">About that service alone.</param>
/// <param name="containers">Of its running tasks.</param>
internal sealed class ServiceJudgement(Settings settings, ServiceStatus status, IReadOnlyList<RunningContainer> containers, DateTimeOffset now)
{
    /// <summary>As <see cref="DeploymentStatus.RolloutState"/> has it of a task set.</summary>
    private const string SteadyTaskSet = "STEADY_STATE";

    private DeploymentStatus? Primary => status.Deployments.FirstOrDefault(one => one.Status == "PRIMARY");

    /// <summary>Digests of images for one platform, by that of the index that they are in, which tasks may run in its place.</summary>
    public ILookup<string, string> OfIndex { get; init; } = Array.Empty<(string Index, string Digest)>().ToLookup(one => one.Index, one => one.Digest);

    /// <summary>Digests that the task definition has and no running container, as far as ECS says what that runs.</summary>
    public IEnumerable<ImageStatus> Unmatched => status.Images.Where(image => image.Digest is not null && Current.Any(container => container.Name == image.Container && container.Digest is not null && container.Digest != image.Digest));

    /// <summary>CodeDeploy leaves the tasks that it has replaced for a while.</summary>
    private IEnumerable<RunningContainer> Current => containers.Where(container => !IsReplaced(container.TaskDefinition));

    public IReadOnlyList<ServiceCheck> Checks() => [Deployment(), Release(), Tasks(), .. Tags(), .. Targets()];

    private ServiceCheck Deployment() => new(
        "deployment",
        $"{Primary?.Id ?? "the service"}{(Primary?.RolloutState is { } state ? $" is {state}" : " has no state")}, {status.Running} of {status.Desired} tasks run",
        status.Status != "ACTIVE" ? $"the service is {status.Status}"
        : status.Pause is { } pause ? $"it is {pause.Describe(now)}"
        : Primary?.RolloutState is { } rollout and not ("COMPLETED" or SteadyTaskSet) ? $"it is {rollout}{(Primary.RolloutStateReason is { Length: > 0 } reason ? $" ({reason.TrimEnd('.')})" : "")}"
        : status.Desired == 0 ? "the service is scaled to zero"
        : status.Running < status.Desired ? $"{status.Running} of {status.Desired} tasks run"
        : null);

    private ServiceCheck Release()
    {
        var revision = TaskId.Of(status.TaskDefinition);
        if (status.Release is not { } release)
            return new("release", $"{revision} has no record", null) { Remarks = [$"{revision} was not registered by Slipway, so that there is no build whose tags the registry could be asked for."] };
        var what = $"{revision} is build {release.Build ?? "?"}, commit {release.Commit ?? "?"}";
        return new(
            "release",
            $"{what}, released {release.Released ?? "never"}",
            !release.MayBeOf(settings.Application, settings.Environment) ? $"{what}, of application '{release.Application}' for environment '{release.Environment}'"
            : release.Released is null ? $"{what}, which was never verified: deploy it again when its deployment is complete"
            : null);
    }

    private ServiceCheck Tasks()
    {
        var tasks = Current.Select(container => container.Task).Distinct().Count();
        var problems = Current.Select(ProblemOf).OfType<string>().Distinct().ToList();
        if (tasks == 0 && status.Desired > 0) problems.Add("none is running");
        var silent = Current.Where(container => container.Digest is null).Select(container => container.Name).Distinct().ToList();
        return new("tasks", $"{tasks} run the images of {TaskId.Of(status.TaskDefinition)} by digest", problems.Count == 0 ? null : string.Join("; ", problems))
        {
            Remarks = silent.Count == 0 ? [] : [$"ECS does not say which image {string.Join(", ", silent)} runs, by digest."],
        };
    }

    private string? ProblemOf(RunningContainer container)
    {
        if (container.TaskDefinition != status.TaskDefinition) return $"task {TaskId.Of(container.Task)} runs {TaskId.Of(container.TaskDefinition)}";
        var image = status.Images.FirstOrDefault(one => one.Container == container.Name);
        return image?.Digest is not { } wanted || container.Digest is not { } found || found == wanted || OfIndex[wanted].Contains(found)
            ? null
            : $"container '{container.Name}' of task {TaskId.Of(container.Task)} runs {found}, and {TaskId.Of(status.TaskDefinition)} has {wanted}";
    }

    private bool IsReplaced(string taskDefinition) =>
        Primary?.RolloutState == SteadyTaskSet && taskDefinition != status.TaskDefinition && status.Deployments.Any(one => one.Status != "PRIMARY" && one.TaskDefinition == taskDefinition);

    /// <summary>Those with the build's number belong to it; others may have moved on, after a rollback, for example.</summary>
    private IEnumerable<ServiceCheck> Tags()
    {
        if (status.Release is not { Build: { } build, Commit: { } commit }) yield break;
        var placeholders = PlaceholderValues.For(settings, new(build, commit, Branch: null));
        var images = settings.Images.SelectMany(image => status.Images.Where(one => one.IsOwn && image.Containers.Contains(one.Container)).Select(one => (image.Tags, Status: one))).DistinctBy(image => (image.Status.Digest, image.Status.Image)).ToList();
        if (images.Count == 0) yield break;
        List<string> problems = [], remarks = [];
        foreach (var (tags, image) in images)
        {
            foreach (var tag in tags.Where(tag => !tag.Uses("branch")))
            {
                if (image.Tags.Contains(tag.Render(placeholders))) continue;
                if (tag.Uses("build")) problems.Add($"the registry has no tag '{tag.Render(placeholders)}' on {RegistryImage.Parse(image.Image).Repository}@{image.Digest}");
                else remarks.Add($"Tag '{tag.Render(placeholders)}' of {RegistryImage.Parse(image.Image).Repository} is not on the image that runs, {image.Digest}.");
            }
        }

        yield return new("tags", string.Join("; ", images.Select(image => $"{RegistryImage.Parse(image.Status.Image).Name} has {string.Join(", ", image.Status.Tags)}")), problems.Count == 0 ? null : string.Join("; ", problems)) { Remarks = remarks };
    }

    private IEnumerable<ServiceCheck> Targets()
    {
        if (status.Targets.Count == 0) yield break;
        var bad = status.Targets.Where(target => target.State is "unhealthy").ToList();
        var healthy = status.Targets.Count(target => target.State == "healthy");
        yield return new(
            "targets",
            $"the load balancer finds {healthy} healthy",
            bad.Count > 0 ? string.Join("; ", bad)
            : healthy == 0 ? $"none is healthy: {string.Join("; ", status.Targets)}"
            : null);
    }
}
