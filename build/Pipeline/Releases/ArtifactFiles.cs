using System.Text.Json;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Releases;

/// <summary>
/// The files that a deployment is made from, for CodePipeline's own deploy stage and for a later deployment by Slipway:
/// appspec.yaml, <c>{env}-taskdef.json</c>, imagedefinitions.json, imageDetail.json and release.json.
/// </summary>
/// <remarks>
/// Each is written to a temporary name and renamed, and release.json last: where it is, the others are whole. Formats:
/// AWS CodePipeline user guide, "Image definitions file reference".
/// </remarks>
public sealed class ArtifactFiles(string directory)
{
    public string TaskDefinitionPath(string environment) => Path.Combine(directory, $"{environment}-taskdef.json");

    /// <summary>Renders and writes all of them, after removing those of an earlier run.</summary>
    /// <param name="taskDefinition">With the images of the repository's file, which the release's digests replace.</param>
    /// <param name="appspec">The text of appspec.yaml, or null when the repository has none.</param>
    /// <returns>The names of the files, in the order in which they were written.</returns>
    /// <exception cref="TaskDefinitionException">The release has an image for a container that the task definition lacks.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(
        Release release, TaskDefinitionDocument taskDefinition, string? appspec, CancellationToken cancellation)
    {
        var inTask = taskDefinition.Containers.Select(container => container.Name).ToHashSet();
        var deployed = release.Images.Where(image => inTask.Contains(image.Container)).ToList();
        var rendered = taskDefinition.WithImages(deployed.ToDictionary(image => image.Container, image => image.Reference));
        IReadOnlyList<ImageDefinition> definitions = [.. deployed.Select(image => new ImageDefinition(image.Container, image.Reference))];

        Directory.CreateDirectory(directory);
        File.Delete(Path.Combine(directory, "release.json"));
        var written = new List<string>();
        if (appspec is not null) await PutAsync("appspec.yaml", appspec);
        await PutAsync(Path.GetFileName(TaskDefinitionPath(release.Environment)), rendered.ToJson());
        await PutAsync("imagedefinitions.json", JsonSerializer.Serialize(definitions, ReleaseJson.Default.IReadOnlyListImageDefinition));
        if (deployed.Count > 0) await PutAsync("imageDetail.json", JsonSerializer.Serialize(new ImageDetail(deployed[0].Reference), ReleaseJson.Default.ImageDetail));
        await PutAsync("release.json", JsonSerializer.Serialize(release, ReleaseJson.Default.Release));
        return written;

        async Task PutAsync(string name, string text)
        {
            var next = Path.Combine(directory, $".{name}.next");
            await File.WriteAllTextAsync(next, text.EndsWith('\n') ? text : text + "\n", cancellation);
            File.Move(next, Path.Combine(directory, name), overwrite: true);
            written.Add(name);
        }
    }
}
