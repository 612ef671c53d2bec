using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>release</c>, and of each task in it.</summary>
internal static class ReleaseKeys
{
    private static readonly Key<string> TaskName = new("name", new TextSchema(TextRules.TaskName), "What it is called in the log, and in the tag that says that it has run; no other task of `release` has it.")
    {
        IsRequired = true,
        Example = "warm-cache",
    };

    private static readonly Key<string> Service = new("service", new TextSchema(TextRules.ServiceName), "The service whose task definition and network the task has, by its name under `deploy.services`.")
    {
        DefaultInWords = "the only one; required where there are several",
        Example = "web",
    };

    private static readonly Key<string> Container = new("container", new TextSchema(TextRules.EcsName), "The container of the task definition that runs the command; its exit code decides.")
    {
        DefaultInWords = "the only one; required where there are several",
        Example = "app",
    };

    private static readonly Key<IReadOnlyList<string>> Command = new(
        "command", new CommandSchema(), "What the container runs in place of its own command: the program and its arguments, as a list. No shell takes them apart, and no placeholders are replaced.")
    {
        IsRequired = true,
        Example = new[] { "php", "artisan", "cache:warm" },
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "After this time the task is stopped, and has failed.") { Default = "10m" };

    private static readonly ObjectSchema<ReleaseTaskEntry> Task = new(
        [TaskName, Service, Container, Command, Timeout],
        read => new(read, new(read.Of(TaskName), read.Of(Command), read.Of(Timeout).Time, read.Place) { Service = read.OrNull(Service), Container = read.OrNull(Container), Path = Parent(read.PathOf(TaskName)) }));

    private static readonly Key<IReadOnlyList<ReleaseTaskEntry>> Before = new(
        "before", new OneOrListSchema<ReleaseTaskEntry>(Task), "Run when all revisions are registered, before the first service moves; after the migrations `in: cluster`. The first that fails ends the run, and no service is touched.")
    {
        DefaultInWords = "none",
    };

    private static readonly Key<IReadOnlyList<ReleaseTaskEntry>> After = new(
        "after", new OneOrListSchema<ReleaseTaskEntry>(Task), "Run when all services and schedules have moved and are verified. The first that fails ends the run, and the services stay with the release.")
    {
        DefaultInWords = "none",
    };

    public static readonly ObjectSchema<ReleaseEntries> Shape = new([Before, After], read => new(read.OrNull(Before) ?? [], read.OrNull(After) ?? []));

    /// <summary>The tasks; what cannot be true of them beside the services is noted.</summary>
    public static ReleaseSettings Build(Values root, ReleaseEntries entries, DeploySettings deploy)
    {
        ReleaseTaskEntry[] all = [.. entries.Before, .. entries.After];
        foreach (var twice in all.GroupBy(entry => entry.Task.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1)).Where(entry => entry.Task.Name.Length > 0))
            root.Note(twice.Keys.PlaceOf(TaskName), ErrorCode.Conflict, $"a task before this one is called '{twice.Task.Name}' already; give each its own name");
        // The services of an environment that is half-written may still come.
        if (!root.Context.IsComplete) return Of(entries);
        foreach (var entry in all) Check(entry, deploy);
        if (all is [var first, ..] && deploy.Services.Any(service => service.Strategy == DeployStrategy.ArtifactsOnly))
            root.Note(first.Task.Place, ErrorCode.Conflict, $"another program deploys ('artifacts-only'), and tasks of a release are run by the deployment: remove 'release' (environment '{root.Context.Environment}')");
        return Of(entries);
    }

    private static ReleaseSettings Of(ReleaseEntries entries) => new([.. entries.Before.Select(entry => entry.Task)], [.. entries.After.Select(entry => entry.Task)]);

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];

    private static void Check(ReleaseTaskEntry entry, DeploySettings deploy)
    {
        var (read, services) = (entry.Keys, deploy.Services);
        List<string> names = [.. services.Select(service => service.Name).OfType<string>(), .. deploy.Absent];
        if (names.Count == 0)
        {
            if (read.IsWritten(Service)) read.Note(read.PlaceOf(Service), ErrorCode.Conflict, $"'{read.PathOf(Service)}' chooses one of several 'services', and there is one: remove it");
        }
        else if (entry.Task.Service is not { } name)
        {
            if (!read.IsWritten(Service)) read.Missing(Service.Name, "; there are several services, and it runs the task definition of one of them");
        }
        else if (!names.Contains(name))
        {
            read.Note(read.PlaceOf(Service), ErrorCode.InvalidValue, $"'{read.PathOf(Service)}' names '{name}', which 'deploy.services' does not have{Suggestion.Phrase(name, names)}");
        }
        else if (deploy.Absent.Contains(name))
        {
            read.Note(read.PlaceOf(Service), ErrorCode.InvalidValue, $"environment '{read.Context.Environment}' is without service '{name}', whose task definition task '{entry.Task.Name}' runs: write the environment's own '{Parent(entry.Task.Path)}' without the task");
        }
    }
}
