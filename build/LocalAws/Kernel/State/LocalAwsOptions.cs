namespace Slipway.LocalAws.Kernel.State;

/// <summary>What one LocalAws is: where its state is, how it is reached, and the name that its containers carry.</summary>
public sealed record LocalAwsOptions
{
    /// <summary>The label that every container, network and volume of a LocalAws carries; its value is <see cref="InstanceId"/>.</summary>
    public const string LabelName = "slipway.local-aws";

    /// <summary>The label whose value is <see cref="StateDirectory"/>.</summary>
    public const string StateLabelName = "slipway.local-aws.state";

    /// <summary>Absolute path of the directory that holds all state. LocalAws owns it: <c>down</c> removes it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Absolute path of a folder with one folder for each bucket, whose files become objects; null for none.</summary>
    public string? SeedDirectory { get; init; }

    /// <summary>Absolute path of a JSON file with the secrets and parameters of the beginning; null for none.</summary>
    public string? SecretsFile { get; init; }

    /// <summary>The port of the API on 127.0.0.1. 0 in tests: any.</summary>
    public int Port { get; init; }

    /// <summary>Host and port of the registry, as in <c>127.0.0.1:4567</c>; the first part of every repository URI. Port 0 in tests: none answers.</summary>
    public required string RegistryHost { get; init; }

    /// <summary>
    /// Whether LocalAws itself answers at <see cref="RegistryHost"/>, before the registry. Not where the engine does not share this machine's
    /// loopback (Docker Desktop, rootless): there the registry's container has the port, and takes every push.
    /// </summary>
    public bool RegistryHasFront { get; init; } = true;

    /// <summary>Whether the system tells whose a connection is, as Linux does. Where it does not, callers show the key.</summary>
    public bool KnowsUsers { get; init; } = OperatingSystem.IsLinux();

    /// <summary>Another process has the registry's port, which cannot change.</summary>
    public bool RegistryPortIsTaken { get; init; }

    /// <summary>Twelve digits.</summary>
    public string Account { get; init; } = "000000000000";

    public string Region { get; init; } = "us-east-1";

    /// <summary>Random, made once for a state directory: tells the containers of two LocalAws on one engine apart.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Starts the registry in the background with LocalAws, so that the first login waits less.</summary>
    public bool StartRegistryEarly { get; init; }

    /// <summary>What happens when a task definition names a log group that does not exist.</summary>
    public MissingLogGroups MissingLogGroups { get; init; }

    /// <summary>What a minute of deployments and schedules takes: bake times, shifts of traffic, the waits of CodeDeploy, and the time until a schedule is due.</summary>
    public TimeSpan Minute { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>CPU units of each container instance, 1024 to a core; null has room for everything.</summary>
    public int? InstanceCpu { get; init; }

    /// <summary>MiB of memory of each container instance; null has room for everything.</summary>
    public int? InstanceMemory { get; init; }

    /// <summary>How many container instances this machine stands for, in each cluster of ECS.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>By which calls are checked; <see cref="EnforcedPolicies.None"/> lets everybody do everything.</summary>
    public EnforcedPolicies EnforcedPolicies { get; init; } = EnforcedPolicies.None;

    /// <summary>Label name and value, by which what is created is found again.</summary>
    public KeyValuePair<string, string> Label => new(LabelName, InstanceId);

    /// <summary>The labels of everything that is created: <see cref="Label"/>, and the state directory, which tells whose a LocalAws was that was killed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => [Label, new(StateLabelName, StateDirectory)];
}
