using Slipway.Ecs.Linting;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether a rehearsal would run files of the working copy in place of those that are in a release's image.</summary>
internal static class WorkingCopyChecks
{
    public static IEnumerable<Finding> Find(TaskDefinitionFile task, LintEnvironment environment, Paths paths)
    {
        if (!Settings.IsRehearsalName(environment.Name)) yield break;

        var folders = (task.Root?.ItemsOf("volumes") ?? [])
            .Where(volume => volume.Member("host")?.TextOf("sourcePath") is { } path && IsInWorkingCopy(path, paths))
            .Select(volume => volume.TextOf("name")).ToHashSet();
        foreach (var container in task.Containers.Where(container => environment.Containers.Values.Any(names => names.Contains(container.TextOf("name")))))
        {
            foreach (var mount in container.ItemsOf("mountPoints").Where(mount => mount.TextOf("sourceVolume") is { } volume && folders.Contains(volume)))
            {
                yield return task.Find(
                    ProjectRules.WorkingCopy, mount,
                    $"Container '{container.TextOf("name")}' has a folder of the working copy at {mount.TextOf("containerPath") ?? "a place that is not named"}: it would run these files, and AWS those of the image.");
            }
        }
    }

    private static bool IsInWorkingCopy(string path, Paths paths) =>
        Path.IsPathRooted(path) && Path.GetRelativePath(paths.Root, path).Replace('\\', '/') is var inside && inside != ".." && !inside.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(inside);
}
