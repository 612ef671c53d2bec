using Slipway.Ecs.TaskDefinitions;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>An image that is built from a Compose service and pushed.</summary>
/// <param name="Repository">Name in the registry, without the registry's host.</param>
/// <param name="Containers">Names of the container definitions that run it, at least one. Default: the service's name.</param>
/// <param name="Tags">At least one. Default: the file's <c>tags</c>.</param>
/// <param name="Build">What is different from the service's <c>build</c> in the Compose file; null when nothing is.</param>
public sealed record ImageSettings(
    string Service, string Repository, IReadOnlyList<string> Containers, IReadOnlyList<Template> Tags, ImageBuildSettings? Build, Place Place)
{
    /// <summary>Whether a container of a task definition runs it.</summary>
    public bool IsIn(TaskDefinitionDocument task) => ReleaseContainers.AreIn(task, Service, Containers);
}
