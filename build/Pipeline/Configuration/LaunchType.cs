namespace Slipway.Pipeline.Configuration;

/// <summary>What tasks run on.</summary>
public enum LaunchType
{
    /// <summary><c>ec2</c>: container instances of the cluster.</summary>
    Ec2,

    /// <summary><c>fargate</c>: machines that AWS provides for each task.</summary>
    Fargate,
}
