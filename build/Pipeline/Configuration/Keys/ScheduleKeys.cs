using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of an entry of <c>deploy.schedules</c>. Limits: EventBridge Scheduler API reference, CreateSchedule.</summary>
internal static class ScheduleKeys
{
    private const string Left = "what the schedule has";

    private static readonly Key<string> Service = new("service", new TextSchema(TextRules.ServiceName), "The service whose task definition the schedule runs, by its name under `services`.")
    {
        DefaultInWords = "the only one; required where there are several",
        Example = "web",
    };

    private static readonly Key<Template> Schedule = new("schedule", new TemplateSchema(TemplateKind.Text, TextRules.ScheduleName), "The schedule of EventBridge Scheduler. One that is not there is created.")
    {
        DefaultInWords = "`APPLICATION-{env}-NAME`, with the name that it has here",
        Example = "shop-{env}-nightly",
    };

    private static readonly Key<string> Group = new("group", new TextSchema(TextRules.ScheduleGroup), "The schedule group that it is in; it must be there, but in a rehearsal.") { Default = "default" };

    private static readonly Key<string> Expression = new("expression", new TextSchema(TextRules.ScheduleExpression), "When it runs: `cron(…)` with six fields, `rate(…)`, or `at(…)` for once.")
    {
        DefaultInWords = $"{Left}; required where it is created",
        Example = "cron(0 3 * * ? *)",
    };

    private static readonly Key<string> TimeZone = new("timezone", new TextSchema(TextRules.TimeZone), "The time zone of `expression`, by its name in the tz database.")
    {
        DefaultInWords = $"{Left}; UTC where it is created",
        Example = "Europe/London",
    };

    private static readonly Key<Template> Role = new("role", new TemplateSchema(TemplateKind.Text, TextRules.Role), "The ARN of the role that EventBridge Scheduler takes on to start tasks: it needs `ecs:RunTask`, and `iam:PassRole` for the roles of the task definition.")
    {
        DefaultInWords = $"{Left}; required where it is created, except in a rehearsal",
        Example = "arn:aws:iam::{account}:role/shop-scheduler",
    };

    private static readonly Key<ScheduleState> State = new(
        "state", new ChoiceSchema<ScheduleState>(new("enabled", ScheduleState.Enabled), new("disabled", ScheduleState.Disabled)), "Whether it runs at all.")
    {
        DefaultInWords = $"{Left}; `enabled` where it is created",
        Example = "disabled",
    };

    private static readonly Key<string> Container = new("container", new TextSchema(TextRules.EcsName), "The container of the task definition that runs `command`.")
    {
        DefaultInWords = "the only one; required with `command` where there are several",
        Example = "app",
    };

    private static readonly Key<IReadOnlyList<string>> Command = new(
        "command", new CommandSchema(), "What the container runs in place of its own command: the program and its arguments, as a list. No shell takes them apart, and no placeholders are replaced.")
    {
        DefaultInWords = $"{Left}; the container's own where it is created",
        Example = new[] { "php", "artisan", "report" },
    };

    private static readonly Key<NetworkSettings> Network = new("network", NetworkKeys.Shape, "The network of its tasks, for a task definition of network mode `awsvpc`.")
    {
        DefaultInWords = $"{Left}; that of the service where it is created",
    };

    public static readonly ObjectSchema<ScheduleEntry> Shape = new(
        [Service, Schedule, Group, Expression, TimeZone, Role, State, Container, Command, Network], read => new(read.Name, read.Place, read, Build(read)));

    /// <summary>Notes what cannot be true of the schedules beside the services.</summary>
    /// <param name="services">The environment's; a single one may have no name.</param>
    /// <param name="names">Of all services that the file has.</param>
    public static void Check(Values deploy, IReadOnlyList<ScheduleEntry> entries, IReadOnlyList<ServiceSettings> services, IReadOnlyList<string> names)
    {
        foreach (var entry in entries.Where(entry => entry.Keys is not null)) Check(entry, services, names);
        if (entries.FirstOrDefault(entry => entry.Keys is not null) is { } first && services.FirstOrDefault(service => service.Strategy == DeployStrategy.ArtifactsOnly) is not null)
            deploy.Note(first.Place, ErrorCode.Conflict, $"another program deploys ('artifacts-only'), and schedules are brought to a release by the deployment: remove 'deploy.schedules' (environment '{deploy.Context.Environment}')");
    }

    private static void Check(ScheduleEntry entry, IReadOnlyList<ServiceSettings> services, IReadOnlyList<string> names)
    {
        var read = entry.Keys!;
        if (read.IsWritten(Container) && !read.IsWritten(Command)) read.Note(read.PlaceOf(Container), ErrorCode.Conflict, $"'{read.PathOf(Container)}' is for 'command', which is not written: write it, or remove 'container'");
        if (names.Count == 0)
        {
            if (read.IsWritten(Service)) read.Note(read.PlaceOf(Service), ErrorCode.Conflict, $"'{read.PathOf(Service)}' chooses one of several 'services', and there is one: remove it");
        }
        else if (!read.IsWritten(Service))
        {
            read.Missing(Service.Name, "; there are several services, and it runs the task definition of one of them");
        }
        else if (entry.Settings!.Service is { } name && !names.Contains(name))
        {
            read.Note(read.PlaceOf(Service), ErrorCode.InvalidValue, $"'{read.PathOf(Service)}' names '{name}', which 'deploy.services' does not have{Suggestion.Phrase(name, names)}");
        }
        else if (entry.Settings!.Service is { } absent && read.Context.IsComplete && services.All(service => service.Name != absent))
        {
            read.Note(read.PlaceOf(Service), ErrorCode.InvalidValue, $"environment '{read.Context.Environment}' is without service '{absent}', whose task definition schedule '{entry.Name}' runs: leave the schedule out there, too ('{entry.Name}: null')");
        }
    }

    private static ScheduleSettings Build(Values read) => new(read.Name, read.OrNull(Service), read.Of(Group), read.Place)
    {
        ScheduleName = read.OrNull(Schedule),
        Expression = read.OrNull(Expression),
        TimeZone = read.OrNull(TimeZone),
        Role = read.OrNull(Role),
        State = read.IfGiven(State),
        Container = read.OrNull(Container),
        Command = read.OrNull(Command),
        Network = read.OrNull(Network),
    };
}
