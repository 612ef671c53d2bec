namespace Slipway.Aws.Ecs;

/// <summary>A command that ECS Exec has started in a container, and where it is reached.</summary>
/// <param name="Id">As in <c>ecs-execute-command-0228164ca8ff6e2c1</c>.</param>
/// <param name="StreamUrl">Of the WebSocket: <c>wss</c>, or <c>ws</c> in a rehearsal.</param>
/// <param name="Token">Who has it is connected.</param>
public sealed record EcsSession(string Id, Uri StreamUrl, Secret Token);
