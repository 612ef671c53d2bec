using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Configuration;

/// <summary>The containers of a task definition that run an image of the release.</summary>
internal static class ReleaseContainers
{
    /// <param name="service">The Compose service whose image it is, for which a placeholder may stand.</param>
    /// <param name="containers">Those that the configuration names.</param>
    public static bool AreIn(TaskDefinitionDocument task, string service, IReadOnlyList<string> containers) =>
        task.Containers.Any(container => containers.Contains(container.Name)) || task.PlaceholdersOf(service).Count > 0;
}
