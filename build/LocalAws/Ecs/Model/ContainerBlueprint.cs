using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What scheduling has to know of one container.</summary>
/// <param name="DependsOn">With each link as a dependency of condition START.</param>
/// <param name="StopTimeout">Null leaves it to the settings.</param>
/// <param name="StartTimeout">How long others wait for this container to meet their condition; null is for ever.</param>
public sealed record ContainerBlueprint(
    string Name,
    string Image,
    bool Essential,
    bool HasHealthCheck,
    IReadOnlyList<ContainerDependency> DependsOn,
    TimeSpan? StopTimeout,
    TimeSpan? StartTimeout)
{
    /// <summary>Whether all tasks of a deployment run the image that a tag meant for the first of them.</summary>
    public bool IsConsistent { get; init; } = true;

    /// <summary>Null for a container that stays ended.</summary>
    public RestartPolicy? RestartPolicy { get; init; }
}
