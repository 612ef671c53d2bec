namespace Slipway.Ecs.Status;

/// <summary>A sentence of ECS about a service.</summary>
public sealed record ServiceEvent(DateTimeOffset? Time, string Message);
