using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>Runs what a release has to run once, migrations of the environment's own database included: each command as a task of its own of the release's task definition.</summary>
/// <param name="settings">About the services that are deployed.</param>
public sealed class ReleaseTasks(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    private readonly Dictionary<string, TaskPlace> _places = new(StringComparer.Ordinal);

    /// <summary>What a service has beside its task definition, for one that is not there yet.</summary>
    public Func<ServiceSettings, ServiceDefinition?> DefinitionOf { get; init; } = _ => null;

    private SkipSettings? Skip => settings.Skip.FirstOrDefault(skip => string.Equals(skip.Task, PipelineTasks.Migrate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Checks, before anything is registered, that the container of each task is in what is to run.</summary>
    /// <param name="definitions">Of the services, in their order.</param>
    /// <exception cref="RunFailedException">One is not there; exit code 2.</exception>
    public void Check(IReadOnlyList<TaskDefinitionDocument> definitions)
    {
        var services = settings.Services.Zip(definitions).ToList();
        foreach (var task in settings.TasksBefore.Concat(settings.TasksAfter))
        {
            if (task.Image is not null) CheckMigration(task, definitions);
            else if (ConfiguredCommand.Of(task)!.Problem(services.Find(one => task.IsOf(one.First)).Second) is { } problem) throw new RunFailedException(ExitCodes.Configuration, problem);
        }

        foreach (var task in settings.Release.Before.Concat(settings.Release.After).Where(task => task.Service is { } name && settings.Deploy.Aside.Contains(name)))
            log.Warning("{0}: task '{1}' is not run: its service '{2}' was not chosen ({3}).", task.Place, task.Name, task.Service, Chosen);
    }

    /// <summary>Runs those that come before the first service moves, in their order; the first that fails ends it.</summary>
    /// <param name="build">The release's build number.</param>
    /// <param name="force">Also those that have run in this release.</param>
    /// <param name="revisions">The ARN of the registered task definition for each service that changes, by its name; of a single service under an empty text.</param>
    /// <exception cref="RunFailedException">A task failed, or was not run; exit code 4. No service was touched.</exception>
    public async Task BeforeAsync(string build, bool force, IReadOnlyDictionary<string, string> revisions, CancellationToken cancellation)
    {
        var tasks = settings.TasksBefore.ToList();
        if (Skip is { } skip && tasks.RemoveAll(task => task.Image is not null) > 0)
            log.Information("{0} is skipped, in the cluster too: environment '{1}' leaves it out ({2}).", PipelineTasks.Migrate, settings.Environment, skip.Place);
        foreach (var task in tasks)
        {
            var place = task.Image is null ? await PlaceAsync(settings.Services.First(task.IsOf), revisions.GetValueOrDefault, cancellation) : await FindPlaceAsync(task, revisions, cancellation);
            if (place is null && revisions.Count < settings.Services.Count) log.Information("{0}: the migration is not run: no service that changes has its container.", task.Place);
            if (place is not null && await RunAsync(task, place, build, force, cancellation) is { } failure) throw new RunFailedException(ExitCodes.Application, $"{Failed(task)}{failure}");
        }
    }

    /// <summary>Runs those that come when all services have moved, in their order; the first that fails ends it.</summary>
    /// <param name="build">The release's build number.</param>
    /// <param name="force">Also those that have run in this release.</param>
    /// <param name="results">What each service runs, by its name; of a single service under an empty text.</param>
    /// <exception cref="RunFailedException">A task failed, or was not run; exit code 7. The services stay with the release.</exception>
    public async Task AfterAsync(string build, bool force, IReadOnlyDictionary<string, RolloutResult> results, CancellationToken cancellation)
    {
        var tasks = settings.TasksAfter.ToList();
        if (tasks.Count > 0 && results.Values.All(result => result.WantsNone))
        {
            log.Warning("{0}: {1} not run: the release runs no tasks (desiredCount 0).", tasks[0].Place, string.Join(", ", tasks.Select(task => $"'{task.Name}'")) + (tasks.Count == 1 ? " is" : " are"));
            return;
        }

        foreach (var task in tasks)
        {
            var place = await PlaceAsync(settings.Services.First(task.IsOf), name => results[name].TaskDefinition, cancellation);
            if (!force && await IsDoneAsync(task, place, build, results, cancellation)) log.Information("{0}: task '{1}' is not run: nothing has changed since it ran.", task.Place, task.Name);
            else if (await RunAsync(task, place, build, force, cancellation) is { } failure)
                throw new RunFailedException(ExitCodes.NotRolledBack, $"{task.Place}: task '{task.Name}' failed. {failure}\nThe services run the release, which is verified, and stay with it. When the cause is corrected, deploy again: what has ended well is not run again.");
        }
    }

    private string Chosen => string.Join(", ", settings.Services.Select(service => service.Name));

    private static string Failed(ReleaseTaskSettings task) => task.Image is not null
        ? $"{task.Place}: the migration failed, and the service was left as it was. "
        : $"{task.Place}: task '{task.Name}' failed, and no service was touched. ";

    private void CheckMigration(ReleaseTaskSettings task, IReadOnlyList<TaskDefinitionDocument> definitions)
    {
        if (Skip is not null || definitions.Any(definition => CommandContainer.Of(task, definition, settings) is not null)) return;
        if (settings.Deploy.Aside.Count > 0)
        {
            log.Warning("{0}: the migration is not run: its container is in no service that was chosen ({1}).", task.Place, Chosen);
            return;
        }

        throw new RunFailedException(
            ExitCodes.Configuration,
            $"{task.Place}: the migration runs in container '{CommandContainer.Of(task.Image!, settings)}' of image '{task.Image}', and {string.Join(", and ", definitions.Select(definition => $"task definition '{definition.Family}' has {string.Join(", ", definition.Containers.Select(one => one.Name))}"))}.");
    }

    /// <summary>The first service that changes and has the container of a migration.</summary>
    private async Task<TaskPlace?> FindPlaceAsync(ReleaseTaskSettings task, IReadOnlyDictionary<string, string> revisions, CancellationToken cancellation)
    {
        foreach (var service in settings.Services.Where(service => revisions.ContainsKey(NameOf(service))))
        {
            var place = await PlaceAsync(service, revisions.GetValueOrDefault, cancellation);
            if (CommandContainer.Of(task, place.Definition, settings) is not null) return place;
        }

        return null;
    }

    private async Task<TaskPlace> PlaceAsync(ServiceSettings service, Func<string, string?> revisionOf, CancellationToken cancellation) => _places.TryGetValue(NameOf(service), out var known)
        ? known
        : _places[NameOf(service)] = await TaskPlace.ReadAsync(settings.Of(service), DefinitionOf(service), revisionOf(NameOf(service)), aws, new LoggedProgress(log), cancellation);

    private string NameOf(ServiceSettings service) => settings.Services.Count == 1 ? "" : service.Name!;

    /// <summary>Whether a release that changes nothing has nothing to run, either: an earlier one of the same content has run it.</summary>
    private async Task<bool> IsDoneAsync(ReleaseTaskSettings task, TaskPlace place, string build, IReadOnlyDictionary<string, RolloutResult> results, CancellationToken cancellation)
    {
        if (results.Values.Any(result => result.Changed) || !await place.Journal.HasEverEndedAsync(MarkOf(task, place, build), cancellation)) return false;
        foreach (var service in settings.Services)
        {
            // An earlier run of this very release has changed it, and may not have got as far as this.
            if ((await PlaceAsync(service, name => results[name].TaskDefinition, cancellation)).Journal.Build == build) return false;
        }

        return true;
    }

    private TaskMark MarkOf(ReleaseTaskSettings task, TaskPlace place, string build) => TaskMark.Of(task.Name, build, place.Definition, ContainerOf(task, place), task.Command);

    private string ContainerOf(ReleaseTaskSettings task, TaskPlace place) => CommandContainer.Of(task, place.Definition, settings)
        ?? throw new RunFailedException(ExitCodes.Configuration, ConfiguredCommand.Of(task)?.Problem(place.Definition) ?? $"{task.Place}: the task definition has no container for it.");

    /// <returns>Why it failed; null when it ended well, now or before.</returns>
    private async Task<string?> RunAsync(ReleaseTaskSettings task, TaskPlace place, string build, bool force, CancellationToken cancellation)
    {
        var mark = MarkOf(task, place, build);
        if (!force && await place.Journal.HasEndedAsync(mark, cancellation))
        {
            log.Information("{0}: {1} has run in build {2} already ({3} runs it again).", task.Place, task.Image is null ? $"task '{task.Name}'" : "the migration", build, Options.Force);
            return null;
        }

        var request = place.Request(task, mark) with { Tags = CommandTags.Of(settings), Underway = force ? null : await place.Journal.FindRunningAsync(mark, cancellation) };
        var lines = new LastLines(log);
        var result = await new OneOffTask(aws.Ecs, aws.LogsIn, time, new LoggedProgress(log), lines).RunAsync(request, cancellation);
        try
        {
            CommandVerdict.Check(request, result);
        }
        catch (RunFailedException failure)
        {
            return failure.Message + (task.Image is null ? lines.Text : "");
        }

        // Not cancelled: it has run.
        await place.Journal.NoteAsync(mark, CancellationToken.None);
        return null;
    }
}
