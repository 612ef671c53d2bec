namespace Slipway.Ecs.TaskDefinitions;

/// <summary>What the tasks of a service run on.</summary>
public enum LaunchType
{
    /// <summary>Container instances of the cluster.</summary>
    Ec2,

    /// <summary>AWS Fargate: machines that AWS provides for each task, in network mode awsvpc.</summary>
    Fargate,
}
