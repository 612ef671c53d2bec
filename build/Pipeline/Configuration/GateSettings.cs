using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A program that looks for what must not be released, and from where on it is.</summary>
/// <param name="Name">Lower case; its SARIF file has the same name.</param>
/// <param name="Image">What it runs in; null when it runs in a service's container, or on this machine.</param>
/// <param name="Service">The Compose service in whose container it runs; null when it runs elsewhere.</param>
/// <param name="Command">Program and arguments; empty for the image's own.</param>
/// <param name="Sarif">Where it writes its findings; null for standard output.</param>
/// <param name="FailOn">Default: <c>error</c>.</param>
/// <param name="Variables">Names of environment variables that it gets with their values.</param>
/// <param name="Timeout">Default: 10 minutes.</param>
/// <param name="SonarQube">Where the findings are judged instead; null when SARIF is.</param>
public sealed record GateSettings(
    string Name, string? Image, string? Service, IReadOnlyList<string> Command, string? Sarif, GateLimit FailOn, IReadOnlyList<string> Variables, TimeSpan Timeout,
    IReadOnlyList<GateIgnore> Ignores, SonarQubeSettings? SonarQube, Place Place)
{
    /// <summary>The variables, and the one that has the server's token.</summary>
    public IEnumerable<string> NeededVariables => SonarQube is { } server ? Variables.Append(server.Token).Distinct() : Variables;
}
