using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>Chooses the container that a command runs in.</summary>
public static class CommandContainer
{
    /// <summary>The one that was asked for; else the only one; else that of the first service with commands of its own, in <c>migrate</c> and <c>test</c>.</summary>
    /// <exception cref="RunFailedException">There is no such container, or nothing says which; exit code 2.</exception>
    public static string Choose(TaskDefinitionDocument definition, string? asked, Settings settings)
    {
        var names = definition.Containers.Select(container => container.Name).ToList();
        if (asked is not null)
        {
            return names.Contains(asked)
                ? asked
                : throw new RunFailedException(ExitCodes.Configuration, $"{Options.Container}: the service's task definition has no container '{asked}'{Suggestion.Phrase(asked, names)}");
        }

        if (names.Count == 1) return names[0];
        return settings.Migrate.Concat(settings.Test).Select(step => Of(step.Service, settings)).OfType<string>().FirstOrDefault(names.Contains)
            ?? throw new RunFailedException(ExitCodes.Configuration, $"The service's task definition has {string.Join(", ", names)}: say which of them runs the command, with {Options.Container}=NAME.");
    }

    /// <summary>The first container of a Compose service's image, built or pulled; null when no image of it is deployed.</summary>
    public static string? Of(string service, Settings settings) => settings.Containers.FirstOrDefault(image => image.Service == service).Container;

    /// <summary>The container that a task of a release runs its command in; null when the task definition has none for it.</summary>
    public static string? Of(ReleaseTaskSettings task, TaskDefinitionDocument definition, Settings settings)
    {
        var names = definition.Containers.Select(container => container.Name).ToList();
        var name = task.Image is { } image ? Of(image, settings) : task.Container ?? (names is [var only] ? only : null);
        return name is not null && names.Contains(name) ? name : null;
    }
}
