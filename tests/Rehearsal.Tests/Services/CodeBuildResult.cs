namespace Slipway.Rehearsal.Tests.Services;

/// <summary>How a build ended, and what CodeBuild took out of it.</summary>
/// <param name="Phases">Those that began, in order: <c>BUILD FAILED: exit status 4</c>.</param>
/// <param name="Output">Of all commands, standard error included.</param>
/// <param name="Artifacts">Text of each file by its name in the artifact.</param>
internal sealed record CodeBuildResult(
    bool Succeeded,
    IReadOnlyList<string> Phases,
    string Output,
    IReadOnlyDictionary<string, string> Artifacts,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SecondaryArtifacts,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Reports);
