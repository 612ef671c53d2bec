namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>One of the container instances that this machine stands for, in one cluster.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Attributes">By name: those of the platform, and those that were put.</param>
public sealed record ContainerInstance(int Number, string Arn, string Ec2InstanceId, IReadOnlyDictionary<string, string> Attributes);
