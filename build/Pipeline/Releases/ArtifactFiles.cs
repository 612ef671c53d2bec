using System.Text.Json;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Failures;

namespace Slipway.Pipeline.Releases;

/// <summary>
/// The files that a deployment is made from, for CodePipeline's own deploy stage and for a later deployment by Slipway:
/// appspec.yaml, <c>{env}-taskdef.json</c>, imagedefinitions.json, imageDetail.json and release.json.
/// </summary>
/// <remarks>
/// All are written to temporary names first and then renamed, release.json last: where it is, the others are whole and its own. Formats:
/// AWS CodePipeline user guide, "Image definitions file reference".
/// </remarks>
public sealed class ArtifactFiles(string directory)
{
    private const string ReleaseFile = "release.json";

    public string TaskDefinitionPath(string environment) => Path.Combine(directory, $"{environment}-taskdef.json");

    /// <summary>Removes what earlier runs wrote, for whichever environment; the user's own files stay.</summary>
    public void Clear()
    {
        if (!Directory.Exists(directory)) return;
        string[] names = ["release.json", "appspec.yaml", "imagedefinitions.json", "imageDetail.json"];
        foreach (var file in names.Select(name => Path.Combine(directory, name)).Concat(Directory.GetFiles(directory, Path.GetFileName(TaskDefinitionPath("*"))))) File.Delete(file);
    }

    /// <summary>Renders and writes all of them, after removing those of an earlier run.</summary>
    /// <param name="taskDefinition">With the images of the repository's file, which the release's digests replace.</param>
    /// <param name="appspec">The text of appspec.yaml, or null when the repository has none.</param>
    /// <returns>The names of the files, in the order in which they were written.</returns>
    /// <exception cref="TaskDefinitionException">The release has an image for a container that the task definition lacks.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(
        Release release, TaskDefinitionDocument taskDefinition, string? appspec, CancellationToken cancellation)
    {
        var deployed = release.ImagesOf(taskDefinition);
        var rendered = release.In(taskDefinition);
        IReadOnlyList<ImageDefinition> definitions = [.. deployed.Select(image => new ImageDefinition(image.Container, image.Reference))];

        var texts = new List<(string Name, string Text)>();
        if (appspec is not null) texts.Add(("appspec.yaml", appspec));
        texts.Add((Path.GetFileName(TaskDefinitionPath(release.Environment)), rendered.ToJson()));
        texts.Add(("imagedefinitions.json", JsonSerializer.Serialize(definitions, ReleaseJson.Default.IReadOnlyListImageDefinition)));
        if (deployed.Count > 0) texts.Add(("imageDetail.json", JsonSerializer.Serialize(new ImageDetail(deployed[0].Reference), ReleaseJson.Default.ImageDetail)));
        texts.Add((ReleaseFile, JsonSerializer.Serialize(release, ReleaseJson.Default.Release)));
        await PutAsync(texts, cancellation);
        return [.. texts.Select(text => text.Name)];
    }

    /// <summary>The release that was written last, for whichever environment; null when there is none.</summary>
    /// <exception cref="RunFailedException">The file is not a release.</exception>
    public async Task<Release?> ReadReleaseAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(directory, ReleaseFile);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellation), ReleaseJson.Default.Release);
        }
        catch (JsonException broken)
        {
            throw new RunFailedException(ExitCodes.Configuration, $"{file} is not a release: {broken.Message} Remove it, or write it anew with {OptionNames.Target}=EmitArtifacts.");
        }
    }

    private async Task PutAsync(List<(string Name, string Text)> texts, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        File.Delete(Path.Combine(directory, ReleaseFile));
        try
        {
            foreach (var (name, text) in texts) await File.WriteAllTextAsync(Next(name), text.EndsWith('\n') ? text : text + "\n", cancellation);

            // From here on nothing is cancelled any more: a set is replaced as a whole.
            foreach (var (name, _) in texts) File.Move(Next(name), Path.Combine(directory, name), overwrite: true);
        }
        finally
        {
            foreach (var (name, _) in texts) File.Delete(Next(name));
        }
    }

    private string Next(string name) => Path.Combine(directory, $".{name}.next");
}
