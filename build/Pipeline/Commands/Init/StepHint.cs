namespace Slipway.Pipeline.Commands.Init;

/// <summary>A command that the application's own files suggest.</summary>
/// <param name="Source">The file that suggests it.</param>
internal sealed record StepHint(string Service, IReadOnlyList<string> Command, string Source);
