using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>A task that is on a container instance, and what it has there.</summary>
internal sealed record PlacedTask(EcsTask Task, TaskBlueprint Blueprint)
{
    /// <summary>Whether its host ports are this machine's: in network mode host all are, and else those of the first instance.</summary>
    public bool HasMachinePorts => Blueprint.IsOnHostNetwork || Task.InstanceNumber == 0;
}
