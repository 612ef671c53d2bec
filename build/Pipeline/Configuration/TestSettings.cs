namespace Slipway.Pipeline.Configuration;

/// <summary>The application's own tests, run in the container of a Compose service.</summary>
/// <param name="Command">Program and arguments, at least one; no shell, no placeholders.</param>
/// <param name="Timeout">Default: 10 minutes.</param>
/// <param name="Report">
/// Where the command leaves its JUnit report: absolute, or relative to the container's working directory; null when it leaves none.
/// </param>
public sealed record TestSettings(string Service, IReadOnlyList<string> Command, TimeSpan Timeout, string? Report, Place Place);
