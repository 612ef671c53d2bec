using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A command in the container of a running Compose service.</summary>
/// <param name="Command">Program and arguments, at least one; no shell, no placeholders.</param>
/// <param name="Timeout">Default: 10 minutes.</param>
/// <param name="Report">
/// Where the command leaves its JUnit report: absolute, or relative to the container's working directory; null when it leaves none.
/// </param>
public sealed record StepSettings(string Service, IReadOnlyList<string> Command, TimeSpan Timeout, string? Report, Place Place)
{
    /// <summary>Of a migration; tests run in Compose.</summary>
    public StepLocation In { get; init; }

    /// <summary>The report's name among those that are kept: no other step's report has it.</summary>
    public string? ReportName => Report?[(Report.LastIndexOf('/') + 1)..];
}
