using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether a rehearsal would run files of the working copy in place of those that are in a release's image. Files of secrets are in no image.</summary>
internal static class WorkingCopyChecks
{
    public static IEnumerable<Finding> Find(TaskDefinitionFile task, IReadOnlyList<ComposeService> services, LintEnvironment environment, Paths paths)
    {
        if (!Settings.IsRehearsalName(environment.Name)) yield break;

        var secrets = environment.SecretFiles.Select(secret => paths.InRepository(secret.Path)).ToHashSet();
        var mounted = (task.Root?.ItemsOf("volumes") ?? [])
            .Where(volume => SourceOf(volume) is { } path && IsInWorkingCopy(path, paths) && !secrets.Contains(Path.GetFullPath(path)))
            .Select(volume => volume.TextOf("name")).ToHashSet();
        foreach (var (service, names) in environment.Containers)
        {
            var places = services.FirstOrDefault(one => one.Name == service)?.SecretPaths ?? [];
            foreach (var container in task.Containers.Where(container => names.Contains(container.TextOf("name"))))
            {
                foreach (var mount in Mounts(container, task).Where(mount => mount.TextOf("sourceVolume") is { } volume && mounted.Contains(volume) && !IsOfSecret(mount.TextOf("containerPath"), places)))
                {
                    yield return task.Find(
                        ProjectRules.WorkingCopy, mount,
                        $"Container '{container.TextOf("name")}' has a part of the working copy at {mount.TextOf("containerPath") ?? "a place that is not named"}: it would run these files, and AWS those of the image.");
                }
            }
        }
    }

    /// <summary>Its own, and those of the containers whose volumes it has.</summary>
    private static IEnumerable<SourceValue> Mounts(SourceValue container, TaskDefinitionFile task) =>
        container.ItemsOf("volumesFrom").Select(from => from.TextOf("sourceContainer")).SelectMany(name => task.Containers.Where(other => other.TextOf("name") == name)).Prepend(container)
            .SelectMany(one => one.ItemsOf("mountPoints"));

    private static bool IsOfSecret(string? place, IReadOnlyList<string> places) => place is not null && (places.Contains(place) || place.StartsWith("/run/secrets/", StringComparison.Ordinal));

    /// <summary>A path of the host, or the one that Docker's driver <c>local</c> binds.</summary>
    private static string? SourceOf(SourceValue volume) =>
        volume.Member("host")?.TextOf("sourcePath") ?? volume.Member("dockerVolumeConfiguration")?.Member("driverOpts")?.TextOf("device");

    private static bool IsInWorkingCopy(string path, Paths paths) =>
        Path.IsPathRooted(path) && Path.GetRelativePath(paths.Root, path).Replace('\\', '/') is var inside && inside != ".." && !inside.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(inside);
}
