namespace Slipway.Pipeline.Configuration;

/// <summary>How a release reaches the service.</summary>
public enum DeployStrategy
{
    /// <summary><c>rolling</c>: ECS replaces tasks, a few at a time.</summary>
    Rolling,

    /// <summary><c>blue-green</c>: CodeDeploy shifts the traffic from one task set to the other.</summary>
    BlueGreen,

    /// <summary><c>ecs-blue-green</c>: ECS itself shifts the traffic.</summary>
    EcsBlueGreen,

    /// <summary><c>artifacts-only</c>: CodePipeline's deploy stage takes it from the artifacts.</summary>
    ArtifactsOnly,
}
