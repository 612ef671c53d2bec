namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>What ECS and CodeDeploy have to know of a target group.</summary>
/// <param name="TargetType">instance or ip.</param>
/// <param name="LoadBalancerArns">Of the load balancers that have a listener or a rule that leads to it; empty for one that is not in use.</param>
/// <param name="DeregistrationDelay">How long a target that is deregistered may finish its requests.</param>
public sealed record TargetGroupFacts(string Arn, string Name, string TargetType, IReadOnlyList<string> LoadBalancerArns, TimeSpan DeregistrationDelay);
