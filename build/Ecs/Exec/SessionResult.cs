namespace Slipway.Ecs.Exec;

/// <summary>How a session ended.</summary>
/// <param name="ExitCode">Of the command; null where the channel does not tell it, which is always so in ECS Exec at present (https://github.com/aws/amazon-ecs-agent/issues/2846).</param>
/// <param name="Problem">What the agent or Session Manager says went wrong; null when the command ran to its end.</param>
public sealed record SessionResult(int? ExitCode, string? Problem);
