using Slipway.Ecs.TaskDefinitions;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>An image that is built elsewhere: the registry has it, and a Compose service uses it.</summary>
/// <param name="Repository">Name in the registry, without the registry's host.</param>
/// <param name="Containers">Names of the container definitions that run it, at least one. Default: the service's name.</param>
/// <param name="Publish">
/// Program and arguments that put the image into the registry of a rehearsal, where nobody else has; null when there is none.
/// </param>
public sealed record PullSettings(
    string Service, string Repository, Template Tag, IReadOnlyList<string> Containers, IReadOnlyList<string>? Publish, Place Place)
{
    /// <summary>Whether a container of a task definition runs it.</summary>
    public bool IsIn(TaskDefinitionDocument task) => ReleaseContainers.AreIn(task, Service, Containers);
}
