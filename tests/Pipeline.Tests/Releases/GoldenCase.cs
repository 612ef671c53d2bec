using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;
using Slipway.Pipeline.Releases;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Releases;

/// <summary>A folder with a repository, and with the artifacts that environment <c>staging</c> of it has.</summary>
internal sealed record GoldenCase(string Name)
{
    private const string Environment = "staging";
    private static readonly string Folder = Path.Combine(Workspace.Repository, "tests", "Pipeline.Tests", "Releases", "Golden");

    public static IEnumerable<string> Names => Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public string Repository => Path.Combine(Folder, Name, "repository");

    public string Artifacts => Path.Combine(Folder, Name, "artifacts");

    public string TaskDefinition => Path.Combine(Artifacts, $"{Environment}-taskdef.json");

    private Settings Settings => SettingsText.Parse(File.ReadAllText(Path.Combine(Repository, "slipway.yml")), Environment);

    /// <summary>As the line writes them, checks included.</summary>
    public async Task<WrittenArtifacts> WriteAsync(string directory)
    {
        var settings = Settings;
        var placeholders = PlaceholderValues.For(settings, new("42", "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00", "main"));
        var files = new DeploymentFiles(settings, placeholders, new(Repository), new Dictionary<string, string>(StringComparer.Ordinal));
        files.Check(deploys: false);
        return await new ArtifactFiles(directory).WriteAsync(Release(settings, placeholders), await files.ReadAsync(CancellationToken.None), CancellationToken.None);
    }

    private static Release Release(Settings settings, PlaceholderValues placeholders)
    {
        var registry = settings.Registry!.Render(placeholders);
        var images = settings.Pull.Select(pull => (pull.Service, pull.Container, pull.Repository, Tags: (IReadOnlyList<Template>)[pull.Tag]))
            .Concat(settings.Images.Select(image => (image.Service, image.Container, image.Repository, image.Tags)));
        return new(settings.Application, Environment, placeholders.Build.BuildNumber, placeholders.Build.Commit, placeholders.Build.Branch, [
            .. images.Select((image, index) => new ReleasedImage(
                image.Service, image.Container, $"{registry}/{image.Repository}", [.. image.Tags.Select(tag => tag.Render(placeholders))], $"sha256:{new string((char)('a' + index), 64)}")),
        ]);
    }
}
