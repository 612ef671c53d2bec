namespace Slipway.LocalAws.Ecs.Model;

/// <summary>One line of a service's history, in ECS's words.</summary>
public sealed record ServiceEvent(Guid Id, DateTimeOffset CreatedAt, string Message);
