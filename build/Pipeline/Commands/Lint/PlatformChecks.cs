using Slipway.Ecs.Linting;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether an image whose platform is configured is built for the one that its task runs on. What is not configured is seen when the image is there.</summary>
internal static class PlatformChecks
{
    private const string Fargate = "FARGATE";

    public static IEnumerable<Finding> Find(TaskDefinitionFile task, IReadOnlyList<ComposeService> services, LintEnvironment environment)
    {
        if (PlatformOf(task, environment) is not { } wanted) yield break;
        foreach (var (service, name) in environment.Containers.SelectMany(image => image.Value.Select(name => (image.Key, name))))
        {
            var built = environment.Platforms.GetValueOrDefault(service) ?? services.FirstOrDefault(one => one.Name == service && one.Context is not null)?.Platform;
            if (task.Container(name) is not { } container || built?.Split('/') is not [var os, var architecture, ..] || built.Contains('$') || wanted.Runs(new(os, DockerName(architecture)))) continue;
            yield return task.Find(
                ProjectRules.ForeignPlatform, container.Member("image") ?? container,
                $"The image of container '{name}' is built for {built}, and its task runs on {wanted}.");
        }
    }

    /// <summary>Docker has other names for two: https://github.com/containerd/platforms/blob/main/database.go</summary>
    private static string DockerName(string architecture) => architecture switch
    {
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        _ => architecture,
    };

    private static TaskPlatform? PlatformOf(TaskDefinitionFile task, LintEnvironment environment)
    {
        var said = task.Root?.Member("runtimePlatform");
        var compatible = task.Root?.ItemsOf("requiresCompatibilities") ?? [];
        var onFargate = environment.LaunchType == Fargate || (compatible.Count > 0 && compatible.All(type => type.Scalar == Fargate));
        return TaskPlatform.Named(said?.TextOf("operatingSystemFamily"), said?.TextOf("cpuArchitecture"), onFargate);
    }
}
