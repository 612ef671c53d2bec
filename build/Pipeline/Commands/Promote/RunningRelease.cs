using Slipway.Aws.Ecs;
using Slipway.Ecs.Images;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Promote;

/// <summary>The release that an environment's services run, as ECS has it: the images are in the task definitions, the rest on their tags.</summary>
/// <param name="TaskDefinition">The ARN of the revision; of several services, that of one which the release changed.</param>
public sealed record RunningRelease(Release Release, string TaskDefinition)
{
    /// <summary>What the tags of the revision say.</summary>
    private ReleaseRecord? Record { get; init; }

    private IEnumerable<string> Builds => Record?.Builds ?? [];

    /// <exception cref="RunFailedException">A service runs nothing that was released, or several services run different builds; exit code 3.</exception>
    public static async Task<RunningRelease> ReadAsync(EcsClient ecs, Settings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ecs);
        ArgumentNullException.ThrowIfNull(settings);
        var all = new List<(string? Service, RunningRelease Running)>();
        foreach (var service in settings.Services) all.Add((service.Name, await ReadServiceAsync(ecs, settings.Of(service), cancellation)));
        if (all is [var only]) return only.Running;

        var images = all.SelectMany(one => one.Running.Release.Images).DistinctBy(image => (image.Service, image.Container, image.Digest)).ToList();
        var parts = all.SelectMany(one => one.Running.Record?.Parts ?? []).ToHashSet();
        var builds = Candidates([.. all.Select(one => one.Running)]).Where(build => all.TrueForAll(one => one.Running.Ran(build, parts)));
        if (builds.Select(build => OfBuild(build, all)).FirstOrDefault(found => found is not null) is not { } release) throw Mixture(settings, all);
        if (images.GroupBy(image => image.Service).FirstOrDefault(image => image.Select(one => one.Digest).Distinct().Count() > 1) is { } mixed) throw Mixture(settings, mixed);
        return release with { Release = release.Release with { Images = [.. images.DistinctBy(image => (image.Service, image.Container))] } };
    }

    /// <summary>All builds that something is noted of, with those first that changed nothing: they came after what they found.</summary>
    private static IEnumerable<string> Candidates(IReadOnlyList<RunningRelease> all) =>
        all.SelectMany(one => one.Record?.UnchangedIn.Reverse() ?? []).Concat(all.Select(one => one.Release.Build)).Distinct();

    /// <summary>Whether it was a part of a build, by its own tags or by those of another service.</summary>
    private bool Ran(string build, HashSet<(string Build, string Revision)> parts) => Builds.Contains(build) || parts.Contains((build, RevisionName.Of(TaskDefinition)));

    /// <summary>The build by the service that it changed; where it changed none, by one that ran it unchanged and has its commit. Null where no service has.</summary>
    private static RunningRelease? OfBuild(string build, List<(string? Service, RunningRelease Running)> all)
    {
        if (all.Find(one => one.Running.Release.Build == build).Running is { } changed) return changed;
        return all.Find(one => one.Running.Record is { UnchangedCommit: not null, UnchangedIn: [.., var last] } && last == build).Running is { Record.UnchangedCommit: { } commit } unchanged
            ? unchanged with { Release = unchanged.Release with { Build = build, Commit = commit } }
            : null;
    }

    private static RunFailedException Mixture(Settings settings, IEnumerable<(string? Service, RunningRelease Running)> all) =>
        Mixture(settings, string.Join(", ", all.Select((one, index) => $"{one.Service}{(index == 0 ? " runs build" : "")} {one.Running.Builds.Last()}")));

    private static RunFailedException Mixture(Settings settings, IGrouping<string, ReleasedImage> images) =>
        Mixture(settings, $"the image of '{images.Key}' is {string.Join(", ", images.DistinctBy(image => image.Digest).Select(image => $"{image.Digest} in container '{image.Container}'"))}");

    private static RunFailedException Mixture(Settings settings, string what) => new(
        ExitCodes.Prerequisite,
        $"Environment '{settings.Environment}' does not run one release: {what}. "
        + $"Deploy one build to all services ({Options.Target}=Deploy {Options.Environment}={settings.Environment}), or name a recorded release with {Options.Release}=FILE.");

    private static async Task<RunningRelease> ReadServiceAsync(EcsClient ecs, Settings settings, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(ecs, settings, cancellation);
        var revision = await ecs.DescribeTaskDefinitionAsync(ServicePlacement.TaskDefinitionOf(service), cancellation);
        var found = new RecordedRevision(revision.Arn, revision.Document, ReleaseRecord.Of(revision.Tags));
        if (found is not { Record: { Build: { } build, Commit: { } commit } record, IsReleased: true }) throw NotReleased(settings, found);
        if (record.Application is { } application && application != settings.Application)
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{settings.Service.PlaceOf("service")}: service '{settings.Service.EcsName}' runs a release of application '{application}', not of '{settings.Application}'. Correct '{settings.Service.Path}.service'.");

        var containers = new TaskDefinitionDocument(revision.Document).Containers.DistinctBy(container => container.Name).ToDictionary(container => container.Name);
        var images = settings.Containers.Where(image => containers.ContainsKey(image.Container)).Select(image => Image(image.Service, containers[image.Container], found)).ToList();
        images.AddRange(Others(settings, containers.Values, images));
        return new(new(settings.Application, settings.Environment, build, commit, Branch: null, images), revision.Arn) { Record = record };
    }

    /// <summary>
    /// Containers that nobody names, and that run an image of the release: the digest that a named one runs, or, where none of the service is named,
    /// one of its repository.
    /// </summary>
    private static IEnumerable<ReleasedImage> Others(Settings settings, IEnumerable<ContainerDefinition> containers, IReadOnlyCollection<ReleasedImage> images)
    {
        var named = settings.Containers.Select(image => image.Container).ToHashSet();
        foreach (var container in containers.Where(container => !named.Contains(container.Name)))
        {
            if (RegistryImage.Parse(container.Image) is not { Digest: { } digest } parsed) continue;
            if (images.FirstOrDefault(image => image.Repository == parsed.Repository && image.Digest == digest) is { } same)
                yield return same with { Container = container.Name };
            else if (settings.Images.FirstOrDefault(image => image.Repository == parsed.Name && images.All(known => known.Service != image.Service)) is { } owner)
                yield return new(owner.Service, container.Name, parsed.Repository, [], digest);
        }
    }

    private static ReleasedImage Image(string service, ContainerDefinition container, RecordedRevision revision) =>
        RegistryImage.Parse(container.Image) is { Digest: { } digest } image
            ? new(service, container.Name, image.Repository, [], digest)
            : throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{revision.Name} has {container.Image} for container '{container.Name}', which is a tag, not a digest: the running image cannot be identified. Deploy it with Slipway first, or name a recorded release with {Options.Release}=FILE.");

    private static RunFailedException NotReleased(Settings settings, RecordedRevision found) => new(
        ExitCodes.Prerequisite,
        $"Environment '{settings.Environment}' runs nothing that was released: its service {(settings.Service.Name is { } name ? $"'{name}' " : "")}has {found}. "
        + $"Wait until its deployment is done, deploy to it first ({Options.Target}=Deploy {Options.Environment}={settings.Environment}), or name a recorded release with {Options.Release}=FILE.");
}
