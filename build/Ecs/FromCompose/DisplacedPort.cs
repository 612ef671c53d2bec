namespace Slipway.Ecs.FromCompose;

/// <summary>A port that Compose publishes on its machine, and that a container instance cannot have.</summary>
/// <param name="Because">A part of a sentence.</param>
/// <param name="IsTaken">Whether another service has it.</param>
public sealed record DisplacedPort(string Because, bool IsTaken);
