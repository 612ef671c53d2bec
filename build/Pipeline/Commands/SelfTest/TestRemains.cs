using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Docker;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>
/// Removes what the tests of a run have left: processes, then what is on Docker, then files. Everything is found by the folder of the run,
/// so that nothing of another run, or of a rehearsal elsewhere, is touched.
/// </summary>
/// <param name="temporary">The folder that the folders of runs are in.</param>
public sealed class TestRemains(DockerCli docker, string temporary, TimeProvider time)
{
    /// <summary>How the names of Slipway's Compose projects begin. Networks and volumes of Compose are known by that name only.</summary>
    private const string ProjectPrefix = "slipway-";

    /// <summary>For all that one run has left. An engine can stop answering, and its run has ended by then.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Removes what runs have left that were killed.</summary>
    /// <returns>What was removed, and what could not be.</returns>
    public async Task<IReadOnlyList<string>> RemoveAbandonedAsync(CancellationToken cancellation)
    {
        var labelled = (await LabelledObject.ListAsync(docker, cancellation)).SelectMany(one => one.Folders).Select(folder => TestFolder.Containing(folder, temporary)).OfType<string>();
        var abandoned = TestFolder.Abandoned(temporary, time).Concat(labelled.Distinct().Where(folder => !TestFolder.IsAlive(folder, time))).Distinct().ToList();
        List<string> removed = [];
        foreach (var folder in abandoned) removed.AddRange(await RemoveAsync(folder, cancellation));
        return removed;
    }

    /// <summary>Removes what one run has left.</summary>
    /// <inheritdoc cref="RemoveAbandonedAsync"/>
    public async Task<IReadOnlyList<string>> RemoveAsync(string folder, CancellationToken cancellation)
    {
        List<string> removed = [.. TestProcesses.Kill(folder)];
        using var limit = new CancellationTokenSource(Limit, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await RemoveFromEngineAsync(folder, removed, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            removed.Add($"not what else is on Docker, which took longer than {Limit.TotalMinutes:0} minutes: see 'docker ps --all'");
        }

        var existed = Directory.Exists(folder);
        var problem = TestFiles.Delete(folder);
        if (existed) removed.Add(problem is null ? $"folder {folder}" : $"folder {folder} in part: {problem}");
        return removed;
    }

    private async Task RemoveFromEngineAsync(string folder, List<string> removed, CancellationToken cancellation)
    {
        var ports = RegistryPorts(folder);
        var objects = OfFolder(await LabelledObject.ListAsync(docker, cancellation), folder);
        foreach (var one in objects) removed.Add(await TryAsync($"{one.Kind} {one.Name}", () => one.RemoveAsync(docker, cancellation)));
        var images = await ImagesAsync(ports, objects.Select(one => one.Project).Where(IsOurs).Distinct(), cancellation);
        foreach (var image in images) removed.Add(await TryAsync($"image {image}", () => docker.RemoveImageAsync(image, force: true, cancellation)));
    }

    /// <summary>Those whose labels name the folder, and what belongs to the same LocalAws or Compose project; containers first, since they use the others.</summary>
    public static IReadOnlyList<LabelledObject> OfFolder(IReadOnlyList<LabelledObject> all, string folder)
    {
        var named = all.Where(one => one.Folders.Any(path => path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))).ToList();
        var instances = named.Select(one => one.Instance).Where(instance => instance.Length > 0).ToHashSet();
        var projects = named.Select(one => one.Project).Where(IsOurs).ToHashSet();
        return [.. all.Where(one => named.Contains(one) || (one.Folders.Count == 0 && (instances.Contains(one.Instance) || projects.Contains(one.Project)))).OrderBy(one => one.Kind != LabelledObject.Container)];
    }

    private static bool IsOurs(string project) => project.StartsWith(ProjectPrefix, StringComparison.Ordinal);

    /// <summary>What the names of images begin with that went to the registry of a LocalAws of the run: its port, which its state says.</summary>
    private static List<int> RegistryPorts(string folder)
    {
        List<int> ports = [];
        foreach (var file in TestFiles.Named("instance.json", folder))
        {
            try
            {
                if ((int?)JsonNode.Parse(File.ReadAllText(file))?["registryPort"] is int port and > 0) ports.Add(port);
            }
            catch (Exception unreadable) when (unreadable is IOException or JsonException or InvalidOperationException)
            {
                // It was killed while it wrote.
            }
        }

        return ports;
    }

    private async Task<List<string>> ImagesAsync(IEnumerable<int> ports, IEnumerable<string> projects, CancellationToken cancellation)
    {
        List<string> images = [];
        foreach (var port in ports)
        {
            // The port may be another LocalAws's by now, and the names with it.
            if ((await docker.ListContainersByPortAsync(port, cancellation)).Count == 0) images.AddRange(await docker.ListImagesAsync($"127.0.0.1:{port}/*", cancellation));
        }

        foreach (var project in projects) images.AddRange(await docker.ListImagesAsync($"{project}-*", cancellation));
        return [.. images.Where(image => !image.EndsWith(":<none>", StringComparison.Ordinal)).Distinct()];
    }

    private static async Task<string> TryAsync(string what, Func<Task> remove)
    {
        try
        {
            await remove();
            return what;
        }
        catch (ToolException refused)
        {
            return $"not {what}: {refused.Message}";
        }
    }
}
