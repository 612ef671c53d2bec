using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Linting;

/// <summary>A task definition as the checks see it.</summary>
internal sealed class TaskSubject
{
    private readonly HashSet<string> _compatibilities;

    public TaskSubject(SourceValue document, string? launchType, int size)
    {
        Root = document.Member("taskDefinition") is { Kind: System.Text.Json.JsonValueKind.Object } wrapped ? wrapped : document;
        LaunchType = launchType;
        Size = size;
        _compatibilities = [.. Root.ItemsOf("requiresCompatibilities").Select(item => item.Scalar).OfType<string>()];
        Containers = [.. Root.ItemsOf("containerDefinitions").Select((value, index) => new ContainerSubject(this, value, index))];
    }

    /// <summary>The task definition without the wrapper of a response.</summary>
    public SourceValue Root { get; }

    /// <summary>What the service is configured with, or null when that is not known.</summary>
    public string? LaunchType { get; }

    /// <summary>Bytes, without the white space between values.</summary>
    public int Size { get; }

    public IReadOnlyList<ContainerSubject> Containers { get; }

    public IReadOnlyCollection<string> Compatibilities => _compatibilities;

    public bool OnFargate => LaunchType == "FARGATE" || _compatibilities.Contains("FARGATE");

    public bool OnExternal => LaunchType == "EXTERNAL" || _compatibilities.Contains("EXTERNAL");

    /// <summary>bridge, host, awsvpc or none; bridge when nothing is said, as on EC2.</summary>
    public string NetworkMode => Root.TextOf("networkMode") ?? "bridge";

    public bool HasExecutionRole => Root.TextOf("executionRoleArn") is { Length: > 0 };

    /// <summary>CPU units, or null when the task has none or none that can be read.</summary>
    public double? Cpu => TaskSize.Cpu(Root.TextOf("cpu"));

    /// <summary>MiB.</summary>
    public double? Memory => TaskSize.Memory(Root.TextOf("memory"));
}
