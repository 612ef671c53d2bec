using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>What a task definition needs that no Compose file says.</summary>
public sealed record ConversionOptions
{
    /// <summary>The family: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The group of CloudWatch Logs that all containers write to.</summary>
    public required string LogGroup { get; init; }

    public required string Region { get; init; }

    public LaunchType LaunchType { get; init; }

    /// <summary>
    /// The task runs on this machine, under LocalAws: all ports are kept, and secrets that are in the Compose file. Otherwise each secret becomes a reference.
    /// </summary>
    public bool IsRehearsal { get; init; }

    /// <summary>By Compose service: the image of its container. A service that is not named keeps the image of the Compose file.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Services that do not belong into this task definition, each with the reason, a sentence without its full stop.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>The role with which ECS pulls images, writes logs and reads secrets; written where one of them needs it.</summary>
    public required string ExecutionRoleArn { get; init; }

    /// <summary>The ARN in Secrets Manager or Parameter Store for the secret of a variable's name.</summary>
    public required Func<string, string> SecretArn { get; init; }

    /// <summary>By Compose service: text files that its container has and that may name other services.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> Files { get; init; } = new Dictionary<string, IReadOnlyList<ConfigurationFile>>();

    /// <summary>Where the Compose file lies, absolute: what is mounted from within are sources. Null when it does not matter.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Whether a folder of the project holds data and no sources, by its absolute path; what a known image keeps its data in counts without being asked for.</summary>
    public Func<string, bool> HoldsData { get; init; } = _ => false;

    /// <summary>The text of a file of this machine, by its absolute path; null when it cannot be read. For the secrets of a rehearsal.</summary>
    public Func<string, string?> TextOf { get; init; } = _ => null;

    /// <summary>
    /// The same Compose file, not interpolated (<c>config --no-interpolate</c>): tells values that are in the file from those that come from
    /// variables and other files. Without it all count as standing in the file.
    /// </summary>
    public ComposeDocument? Written { get; init; }

    /// <summary>What the task is beside; null where the application is one task.</summary>
    public TaskSurroundings? Surroundings { get; init; }
}
