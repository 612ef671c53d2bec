using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.Sources;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Yaml;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Turns a release into artifacts, and the artifacts into a running service.</summary>
public sealed class ReleaseDeployment(Settings settings, DeploymentFiles files, AwsClients aws, ILog log, Paths paths, TimeProvider time)
{
    private readonly ArtifactFiles _artifacts = new(paths.Artifacts);

    private string? _notYet;

    /// <summary>Why nothing is rolled here: someone else does it, from the artifacts, or there is no service yet; null when it is done here.</summary>
    public string? LeftBecause => files.LeftBecause ?? _notYet;

    /// <summary>The schedules that go with the services; null without any.</summary>
    public IReleaseCompanion? Schedules => settings.Schedules.Any() ? new ScheduleRollout(aws, files.WantedSchedules()) : null;

    /// <summary>The release that the artifacts were written for; null when there are none of this environment.</summary>
    /// <exception cref="RunFailedException">release.json is not a release.</exception>
    public async Task<Release?> ReadReleaseAsync(CancellationToken cancellation) =>
        await _artifacts.ReadReleaseAsync(cancellation) is { } release && release.Environment == settings.Environment ? release : null;

    /// <summary>The ARNs of what the services run that are of the release and have not changed.</summary>
    public async Task<IReadOnlyList<string>> ReadUnchangedAsync(CancellationToken cancellation)
    {
        var found = await DeployedService.FindAsync(aws.Ecs, [.. settings.Deploy.Unchanged.Where(service => service is { Cluster: not null, EcsName: not null }).Select(service => service.RequireService())], cancellation);
        return [.. found.Values.Select(ServicePlacement.TaskDefinitionOf)];
    }

    public void ClearArtifacts() => _artifacts.Clear();

    /// <returns>The names of the files, in the order in which they were written.</returns>
    public async Task<IReadOnlyList<string>> WriteArtifactsAsync(Release release, CancellationToken cancellation)
    {
        var sources = await files.ReadAsync(cancellation);
        var written = await _artifacts.WriteAsync(release, sources, cancellation);
        foreach (var (service, source) in files.Services.Zip(sources))
        {
            if (service.AppspecRemark(source.TaskDefinition) is { } remark) log.Information("{0}", remark);
        }

        foreach (var warning in written.Warnings) log.Warning("{0}", warning);
        return written.Names;
    }

    /// <summary>Checks, before anything is built, where the service is to run. One that may come later and is not there is left alone from here on.</summary>
    /// <exception cref="RolloutException">The cluster that the service is in is not there.</exception>
    /// <exception cref="RunFailedException">Of several services that may come later, some are there and others are not; exit code 3.</exception>
    /// <exception cref="ConfigurationException">Nobody says in which network its tasks are to run, or there is no group of a schedule's.</exception>
    public async Task RequireDestinationAsync(CancellationToken cancellation)
    {
        if (LeftBecause is not null) return;
        if (settings.Deploy.Create == ServiceCreation.Later && (_notYet = await AbsentServices.WhyNotYetAsync(aws.Ecs, settings, cancellation)) is not null) return;
        foreach (var cluster in settings.Services.Select(service => service.RequireService().Cluster).Distinct())
            await Clusters.RequireAsync(aws.Ecs, cluster, settings.PlaceOf("deploy.cluster").ToString(), cancellation);
        await EnvironmentNetwork.RequireAsync(aws.Ecs, files.Services.Select(service => (service.Settings, service.ReadTaskDefinition(), service.ReadServiceDefinition())), cancellation);
        foreach (var schedule in settings.Schedules.DistinctBy(schedule => schedule.Group)) await RequireGroupAsync(schedule, cancellation);
    }

    /// <summary>A rehearsal makes it.</summary>
    private async Task RequireGroupAsync(ScheduleSettings schedule, CancellationToken cancellation)
    {
        if (settings.IsRehearsal) await aws.Schedules.EnsureGroupAsync(schedule.Group, cancellation);
        else if (!await aws.Schedules.HasGroupAsync(schedule.Group, cancellation))
            throw new ConfigurationException($"{settings.PlaceOf($"deploy.schedules.{schedule.Name}.group")}: there is no schedule group '{schedule.Group}'. Create it (aws scheduler create-schedule-group --name {schedule.Group}), or correct 'deploy.schedules.{schedule.Name}.group'.");
    }

    /// <summary>Rolls the service to the task definition that was written as an artifact.</summary>
    /// <param name="urls">Where the application is asked for an answer afterwards.</param>
    /// <param name="steps">A cancellation until the last of them has ended takes the deployment back.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    public async Task<RolloutResult> RollAsync(Release release, IReadOnlyList<string> urls, DeployOptions options, RolloutSteps steps, CancellationToken cancellation)
    {
        return await new ServiceRollout(settings, aws, log, time).RunAsync(await WantedAsync(release, settings.Service, urls, cancellation), options, steps, cancellation);
    }

    /// <summary>The same for several services, all or none.</summary>
    /// <param name="checks">Of images and scans, for each service.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    public async Task<IReadOnlyDictionary<string, RolloutResult>> RollAllAsync(
        Release release, IReadOnlyList<string> urls, DeployOptions options, PreDeploymentChecks checks, GroupSteps steps, CancellationToken cancellation)
    {
        var wanted = new Dictionary<string, WantedRevision>();
        foreach (var service in settings.Services) wanted[service.Name!] = await WantedAsync(release, service, urls, cancellation);
        checks.Tasks.Check([.. wanted.Values.Select(one => one.TaskDefinition)]);
        return await new ServicesRollout(settings, aws, log, time).RunAsync(wanted, service => checks.Of(service).RunForServiceAsync, options, steps, cancellation);
    }

    private async Task<WantedRevision> WantedAsync(Release release, ServiceSettings service, IReadOnlyList<string> urls, CancellationToken cancellation)
    {
        var file = _artifacts.TaskDefinitionPath(release.Environment, service.Name);
        var tags = ReleaseTags.Of(release, EnvironmentVariables.OfThisProcess());
        var text = await ReadAsync(file, cancellation);
        var appspec = service.Strategy == DeployStrategy.BlueGreen ? await ReadAsync(_artifacts.AppspecPath(service.Name), cancellation) : null;
        RequireFilledIn(text, file, appspec, _artifacts.AppspecPath(service.Name));
        return new WantedRevision(TaskDefinitionDocument.Parse(text, file))
        {
            Appspec = appspec,
            Definition = files.DefinitionOf(service),
            Tags = tags,
            Release = ReleaseRecord.Of(tags),
            Urls = urls,
        };
    }

    /// <summary>Artifacts may be older than the repository's files, which were checked before.</summary>
    private void RequireFilledIn(string taskDefinition, string file, string? appspec, string appspecFile)
    {
        var source = JsonSource.Parse(System.Text.Encoding.UTF8.GetBytes(taskDefinition), Inside(file));
        var problems = source.Root is null ? [] : FillIn.In(source.Root).Select(found => $"{source.PlaceOf(found.At)}: {FillIn.Sentence(found.At.JsonPath[2..], found.Marks)}").ToList();
        if (appspec is not null) problems.AddRange(FillInPlaces.In(YamlReader.Read(appspec, Inside(appspecFile), _ => { })).Select(found => $"{found.Place}: {found.Sentence}"));
        if (problems.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', problems));
    }

    private string Inside(string file) => Path.GetRelativePath(paths.Root, file);

    private async Task<string> ReadAsync(string file, CancellationToken cancellation) => File.Exists(file)
        ? await File.ReadAllTextAsync(file, cancellation)
        : throw new RunFailedException(
            ExitCodes.Configuration,
            $"There is no {Inside(file)}, from which a deployment is made. Run EmitArtifacts first, or Deploy without {Options.Exclusive}.");
}
