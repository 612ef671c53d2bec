namespace Slipway.Pipeline.Build.Gates;

/// <summary>What a gate's program left.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="File">The content of the file that was asked for; null when it is not there.</param>
public sealed record GateRun(int ExitCode, string Output, string? File);
