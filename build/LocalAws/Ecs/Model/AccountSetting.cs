namespace Slipway.LocalAws.Ecs.Model;

/// <summary>An account setting that was put.</summary>
/// <param name="Principal">The ARN of whom it is for; the root user's is everybody's who has none.</param>
public sealed record AccountSetting(string Name, string Value, string Principal);
