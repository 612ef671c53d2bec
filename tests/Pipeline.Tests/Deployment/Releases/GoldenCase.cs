using Slipway.Pipeline.Deployment.Releases;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>A folder with a repository, and with the artifacts that environment <c>staging</c> of it has.</summary>
internal sealed record GoldenCase(string Name)
{
    private const string Environment = "staging";
    private static readonly string Folder = Path.Combine(Workspace.Repository, "tests", "Pipeline.Tests", "Deployment", "Releases", "Golden");

    public static IEnumerable<string> Names => Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public string Artifacts => Path.Combine(Folder, Name, "artifacts");

    /// <summary>The paths of the task definitions among the artifacts: one for each service.</summary>
    public IEnumerable<string> TaskDefinitions => Directory.GetFiles(Artifacts, $"{Environment}-taskdef.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public Task<WrittenArtifacts> WriteAsync(string directory) =>
        new RepositoryArtifacts(Path.Combine(Folder, Name, "repository"), Environment).WriteAsync(directory);
}
