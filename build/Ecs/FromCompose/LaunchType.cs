namespace Slipway.Ecs.FromCompose;

/// <summary>What the tasks of a task definition run on, as far as a conversion has to know.</summary>
public enum LaunchType
{
    /// <summary>Container instances: network mode bridge, where containers reach each other by links.</summary>
    Ec2,

    /// <summary>AWS Fargate: network mode awsvpc, where the containers of a task share one localhost.</summary>
    Fargate,
}
