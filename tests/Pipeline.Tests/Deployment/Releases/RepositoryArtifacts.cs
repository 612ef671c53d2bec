using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>Writes the artifacts of an environment of a repository as the line does, checks included; its images are said to be pushed.</summary>
internal sealed record RepositoryArtifacts(string Repository, string Environment)
{
    public async Task<WrittenArtifacts> WriteAsync(string directory)
    {
        var settings = SettingsText.Parse(await File.ReadAllTextAsync(Path.Combine(Repository, "slipway.yml")), Environment);
        var placeholders = PlaceholderValues.For(settings, new("42", "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00", "main"));
        var files = new DeploymentFiles(settings, placeholders, new(Repository), new Dictionary<string, string>(StringComparer.Ordinal));
        files.Check();
        return await new ArtifactFiles(directory).WriteAsync(Release(settings, placeholders), await files.ReadAsync(CancellationToken.None), CancellationToken.None);
    }

    /// <summary>In the order of a run: what is pulled comes first. The digests are a, b, c, …</summary>
    private static Release Release(Settings settings, PlaceholderValues placeholders)
    {
        var registry = settings.Registry!.Render(placeholders);
        var images = settings.Pull.Select(pull => (pull.Service, Container: pull.Containers[0], pull.Repository, Tags: (IReadOnlyList<Template>)[pull.Tag]))
            .Concat(settings.Images.Select(image => (image.Service, Container: image.Containers[0], image.Repository, image.Tags)));
        return new(settings.Application, settings.Environment, placeholders.Build.BuildNumber, placeholders.Build.Commit, placeholders.Build.Branch, [
            .. images.Select((image, index) => new ReleasedImage(
                image.Service, image.Container, $"{registry}/{image.Repository}", [.. image.Tags.Select(tag => tag.Render(placeholders))], $"sha256:{new string((char)('a' + index), 64)}")),
        ]);
    }
}
