namespace Slipway.Docker;

/// <summary>What all commands of one <see cref="DockerCli"/> share.</summary>
public sealed record DockerCliOptions
{
    /// <summary>The run's own DOCKER_CONFIG; null: the user's.</summary>
    public DockerConfigDirectory? Config { get; init; }

    /// <summary>Environment of every command, on top of this process's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the commands run; null: the working directory of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Told in a sentence when a command is tried again.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>The clock of time-outs and retries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
