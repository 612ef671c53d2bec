using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Logs.Containers;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>What the things of a task are called on the engine, and the labels by which they are found again.</summary>
public sealed class EngineNames(LocalAwsOptions options)
{
    /// <summary>On everything of ECS; the registry and the like have only the label of <see cref="LocalAwsOptions"/>.</summary>
    public const string ClusterLabel = "slipway.cluster";

    /// <summary>The network that the engine always has.</summary>
    public const string Bridge = "bridge";

    public const string ServiceLabel = "slipway.service";
    public const string TaskLabel = IContainerLogs.TaskLabel;
    public const string ContainerLabel = "slipway.container";

    /// <summary>As many digits of the task's id as tell two tasks of a family apart.</summary>
    private const int IdDigits = 12;

    /// <summary>Filters that find all of ECS's things of this LocalAws.</summary>
    public IReadOnlyList<string> Everything => [$"{options.Label.Key}={options.Label.Value}", ClusterLabel];

    public IReadOnlyList<string> OfTask(string taskId) => [$"{options.Label.Key}={options.Label.Value}", $"{TaskLabel}={taskId}"];

    /// <summary>The beginning of the names of a task's own volumes.</summary>
    public static string VolumePrefix(string taskId) => $"slipway-{taskId}-";

    /// <summary>A shared volume is shared by the tasks of one LocalAws, not by all on the machine; a file system of EFS has the same content for all who mount it.</summary>
    public string Volume(string taskId, VolumeDefinition volume) =>
        volume.FileSystem is { } fileSystem ? $"slipway-{options.InstanceId}-{fileSystem}"
        : (volume.Shared ? $"slipway-{options.InstanceId}-" : VolumePrefix(taskId)) + volume.Name;

    /// <summary>Of the container that has the network interface of a task in network mode awsvpc.</summary>
    public static string Pause(TaskSnapshot task) => Pause(task.TaskDefinitionArn, task.Id);

    public static string Pause(string taskDefinitionArn, string taskId) => Container(taskDefinitionArn, taskId, "internalecspause");

    /// <summary>As the agent of ECS names them: family, revision, container, and what makes it unique.</summary>
    public static string Container(TaskSnapshot task, string container) => Container(task.TaskDefinitionArn, task.Id, container);

    public static string Container(string taskDefinitionArn, string taskId, string container) =>
        $"ecs-{EcsArns.NameOf(taskDefinitionArn).Replace(':', '-')}-{container}-{taskId[..IdDigits]}";

    public Dictionary<string, string> Labels(TaskSnapshot task)
    {
        var labels = new Dictionary<string, string>(options.Labels) { [ClusterLabel] = task.Cluster, [TaskLabel] = task.Id };
        if (task.Service is { } service)
            labels[ServiceLabel] = service;
        return labels;
    }

    /// <summary>Labels of what outlives its task.</summary>
    public Dictionary<string, string> SharedLabels(TaskSnapshot task) =>
        new(options.Labels) { [ClusterLabel] = task.Cluster };
}
