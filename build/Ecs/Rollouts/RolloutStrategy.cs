namespace Slipway.Ecs.Rollouts;

/// <summary>Who replaces a service's tasks, and how.</summary>
public enum RolloutStrategy
{
    /// <summary>ECS, a few tasks at a time.</summary>
    Rolling,

    /// <summary>ECS, by the service's own strategy BLUE_GREEN, CANARY or LINEAR.</summary>
    EcsBlueGreen,

    /// <summary>CodeDeploy, which shifts the traffic between two task sets.</summary>
    CodeDeploy,
}
