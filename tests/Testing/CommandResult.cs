namespace Slipway.Testing;

/// <summary>How a command ended. A command that a signal ended has 128 + its number as exit code, as in a shell.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);
