using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A server of SonarQube, or SonarQube Cloud, whose quality gate decides.</summary>
/// <param name="Url">http or https, with the server's context path where it has one.</param>
/// <param name="Project">The project's key.</param>
/// <param name="Token">The name of the environment variable that has the token.</param>
/// <param name="Report">Where the scanner leaves report-task.txt; null for where Slipway tells it to.</param>
/// <param name="Wait">How long the server may take to process the analysis. Default: 5 minutes.</param>
public sealed record SonarQubeSettings(string Url, string Project, string Token, string? Report, TimeSpan Wait, Place Place);
