using System.Text.Json;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// The files that a deployment is made from, for CodePipeline's own deploy stage and for a later deployment by Slipway: always
/// <c>{env}-taskdef.json</c>, imagedefinitions.json, imageDetail.json and release.json; appspec.yaml where the repository has one or the
/// strategy needs one; imagespec.json, Dockerrun.aws.json and <c>{env}-beanstalk.zip</c> where the settings ask for them. Where there are
/// several services, each has those that are about a service in a folder of its name.
/// </summary>
/// <remarks>
/// All are written to temporary names first and then renamed, release.json last: where it is, the others are whole and its own. Formats:
/// AWS CodePipeline user guide, "Image definitions file reference".
/// </remarks>
public sealed class ArtifactFiles(string directory)
{
    /// <param name="service">Null for the only one.</param>
    public string TaskDefinitionPath(string environment, string? service) => Path.Combine(directory, ArtifactNames.Of(service, ArtifactNames.TaskDefinition(environment)));

    /// <param name="service">Null for the only one.</param>
    public string AppspecPath(string? service) => Path.Combine(directory, ArtifactNames.Of(service, ArtifactNames.Appspec));

    /// <summary>Removes what earlier runs wrote, for whichever environment; the user's own files stay.</summary>
    public void Clear()
    {
        if (!Directory.Exists(directory)) return;
        Clear(directory);
        foreach (var folder in Directory.GetDirectories(directory).Where(IsOfService)) RemoveService(folder);
    }

    /// <summary>Renders and writes all of them, in place of those of an earlier run.</summary>
    /// <param name="sources">One for each service; the first has what belongs to none.</param>
    /// <exception cref="TaskDefinitionException">The release has an image for a container that the task definition lacks.</exception>
    /// <exception cref="RunFailedException">Some are larger than their readers take, or an image is missing; nothing is written. Exit code 2.</exception>
    public async Task<WrittenArtifacts> WriteAsync(Release release, IReadOnlyList<ArtifactSource> sources, CancellationToken cancellation)
    {
        var sets = sources.Select(source => ArtifactSet.Of(release, source)).ToList();
        IReadOnlyList<Artifact> artifacts = [.. sets.SelectMany(set => set.Artifacts), .. ArtifactSet.Shared(release, sources[0].Beanstalk)];
        var exceeded = sets.SelectMany(set => SizeLimits.Exceeded(set, release.Environment)).ToList();
        if (exceeded.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', exceeded));
        await PutAsync(artifacts, cancellation);
        return new([.. artifacts.Select(artifact => artifact.Name)], [.. SizeLimits.Doubtful(artifacts, sources.Select(source => source.Strategy))]);
    }

    /// <summary>The release that was written last, for whichever environment; null when there is none.</summary>
    /// <exception cref="RunFailedException">The file is not a release.</exception>
    public async Task<Release?> ReadReleaseAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(directory, ArtifactNames.Release);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellation), ReleaseJson.Default.Release);
        }
        catch (JsonException broken)
        {
            throw new RunFailedException(ExitCodes.Configuration, $"{file} is not a release: {broken.Message} Remove it, or write it anew with {Options.Target}=EmitArtifacts.");
        }
    }

    private async Task PutAsync(IReadOnlyList<Artifact> artifacts, CancellationToken cancellation)
    {
        var folders = artifacts.Select(artifact => Path.GetDirectoryName(Path.Combine(directory, artifact.Name))!).ToHashSet();
        foreach (var folder in folders) Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(directory, ArtifactNames.Release));
        try
        {
            foreach (var artifact in artifacts) await File.WriteAllBytesAsync(Next(artifact), artifact.Content, cancellation);

            // From here on nothing is cancelled any more: a set is replaced as a whole, with those of services that are not in it.
            foreach (var folder in Directory.GetDirectories(directory).Where(folder => IsOfService(folder) && !folders.Contains(folder))) RemoveService(folder);
            foreach (var artifact in artifacts) File.Move(Next(artifact), Path.Combine(directory, artifact.Name), overwrite: true);
        }
        finally
        {
            foreach (var artifact in artifacts) File.Delete(Next(artifact));
        }
    }

    private static void RemoveService(string folder)
    {
        Clear(folder);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private string Next(Artifact artifact) => Path.Combine(directory, ArtifactNames.Unfinished(artifact.Name));

    private static void Clear(string folder)
    {
        foreach (var file in ArtifactNames.Patterns.SelectMany(pattern => Directory.GetFiles(folder, pattern))) File.Delete(file);
    }

    /// <summary>Whether a run has written there, or began to: a folder that is the user's own has no such files.</summary>
    private static bool IsOfService(string folder) =>
        ((string[])[ArtifactNames.ImageDefinitions, ArtifactNames.Unfinished("*")]).Any(pattern => Directory.EnumerateFiles(folder, pattern).Any());
}
