namespace Slipway.Ecs.Tests.Faults;

/// <summary>An error as AWS writes it.</summary>
public sealed record Refusal(int Status, string Code, string Message);
