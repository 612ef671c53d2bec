namespace Slipway.Pipeline.Configuration;

/// <summary>A command in the container of a running Compose service.</summary>
/// <param name="Command">Program and arguments, at least one; no shell, no placeholders.</param>
/// <param name="Timeout">Default: 10 minutes.</param>
public sealed record StepSettings(string Service, IReadOnlyList<string> Command, TimeSpan Timeout, Place Place);
