using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>A command in <c>slipway.yml</c> that takes the place of a container's own.</summary>
/// <param name="What">What runs it: <c>schedule 'nightly'</c>.</param>
/// <param name="Path">Of the key that describes it.</param>
/// <param name="Container">Null leaves it to the task definition.</param>
public sealed record ConfiguredCommand(string What, string Path, string? Container, Place Place)
{
    /// <summary>Null for a schedule that leaves the container's own command.</summary>
    public static ConfiguredCommand? Of(ScheduleSettings schedule) => schedule.Command is null ? null : new($"schedule '{schedule.Name}'", $"deploy.schedules.{schedule.Name}", schedule.Container, schedule.Place);

    /// <summary>Null for a migration, whose container is that of an image.</summary>
    public static ConfiguredCommand? Of(ReleaseTaskSettings task) => task.Image is null ? new($"task '{task.Name}'", task.Path, task.Container, task.Place) : null;

    /// <summary>All that run with the task definition of a service.</summary>
    /// <param name="settings">About that service alone.</param>
    public static IEnumerable<ConfiguredCommand> Of(Settings settings) => settings.Schedules.Select(Of).Concat(settings.TasksBefore.Concat(settings.TasksAfter).Select(Of)).OfType<ConfiguredCommand>();

    /// <summary>What is wrong with its container, as a sentence: it is not there, or nothing says which it is; null when nothing is.</summary>
    /// <param name="containers">Those of the task definition.</param>
    public string? Problem(IReadOnlyList<string> containers)
    {
        if (Container is { } asked) return containers.Contains(asked) ? null : $"{What} runs its command in container '{asked}', which the task definition does not have{Suggestion.Phrase(asked, containers)}";
        return containers.Count == 1 ? null : $"the task definition of {What} has {string.Join(", ", containers)}: write which of them runs the command in '{Path}.container'.";
    }

    /// <summary>The same with its place.</summary>
    public string? Problem(TaskDefinitionDocument definition) => Problem([.. definition.Containers.Select(container => container.Name)]) is { } problem ? $"{Place}: {problem}" : null;
}
