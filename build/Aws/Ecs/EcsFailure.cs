namespace Slipway.Aws.Ecs;

/// <summary>One of several things asked for that ECS could not give.</summary>
/// <param name="Arn">Of what was asked for.</param>
/// <param name="Reason">Such as <c>MISSING</c>.</param>
public sealed record EcsFailure(string Arn, string Reason, string? Detail);
