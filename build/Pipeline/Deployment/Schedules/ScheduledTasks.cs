using Slipway.Ecs.Networking;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;

namespace Slipway.Pipeline.Deployment.Schedules;

/// <summary>The schedules of an environment as they are configured.</summary>
public sealed class ScheduledTasks(Settings settings, PlaceholderValues placeholders)
{
    private const string Unknown = "000000000000";

    /// <summary>All that is wrong with them beside the task definitions: one sentence each, with its place.</summary>
    /// <param name="definitionOf">What a service is to run.</param>
    public IEnumerable<string> Problems(Func<ServiceSettings, TaskDefinitionDocument> definitionOf)
    {
        foreach (var schedule in settings.Schedules)
        {
            var (name, definition) = (schedule.NameIn(settings, placeholders), definitionOf(ServiceOf(schedule)));
            if (name.Length > ScheduleSettings.LongestName) yield return $"{schedule.Place}: the name '{name}' has {name.Length} characters, and EventBridge Scheduler takes {ScheduleSettings.LongestName}: write a shorter one in 'deploy.schedules.{schedule.Name}.schedule'.";
            if (ConfiguredCommand.Of(schedule)?.Problem(definition) is { } problem) yield return problem;
            if (schedule.Network is { } network && !ServiceNetwork.IsNeededBy(definition))
                yield return $"{network.Place}: 'deploy.schedules.{schedule.Name}.network' is for tasks of network mode awsvpc, and the task definition has {definition.NetworkMode}. Leave it out, or correct 'networkMode'.";
        }
    }

    /// <summary>What a deployment brings them to.</summary>
    /// <param name="definitionOf">What a service is to run.</param>
    public IReadOnlyList<WantedSchedule> Wanted(Func<ServiceSettings, TaskDefinitionDocument> definitionOf) => [.. settings.Schedules.Select(schedule => Of(schedule) with
    {
        Expression = schedule.Expression,
        TimeZone = schedule.TimeZone,
        Role = schedule.Role?.Render(placeholders) ?? (settings.IsRehearsal ? $"arn:aws:iam::{settings.Account ?? Unknown}:role/slipway-rehearsal" : null),
        IsEnabled = schedule.State is { } state ? state == ScheduleState.Enabled : null,
        Container = schedule.Command is null ? null : schedule.Container ?? definitionOf(ServiceOf(schedule)).Containers[0].Name,
        Command = schedule.Command,
        Network = schedule.Network is { } network ? new(network.Subnets, network.SecurityGroups, network.PublicIp) : null,
    })];

    /// <summary>The same for a return to an earlier release: they get its revision and keep all else.</summary>
    public IReadOnlyList<WantedSchedule> WantedBefore() => [.. settings.Schedules.Select(schedule => Of(schedule) with { OnlyRevision = true })];

    /// <summary>A schedule alone, with nothing that is wanted of it.</summary>
    public WantedSchedule Of(ScheduleSettings schedule)
    {
        var service = ServiceOf(schedule);
        var (cluster, name) = service.RequireService();
        return new(schedule.Name, settings.Services.Count == 1 ? "" : service.Name!, schedule.Group, schedule.NameIn(settings, placeholders), schedule.Place.ToString()) { Cluster = cluster, EcsService = name };
    }

    private ServiceSettings ServiceOf(ScheduleSettings schedule) => settings.Services.First(schedule.IsOf);
}
