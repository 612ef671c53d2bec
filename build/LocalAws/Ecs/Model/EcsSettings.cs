using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The times that ECS's scheduler goes by. The defaults suit a rehearsal; the comments say what ECS has.</summary>
public sealed record EcsSettings
{
    /// <summary>How long a task without health checks has to run until it counts as healthy (ECS: 40 s).</summary>
    public TimeSpan StabilityTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a minute of <c>bakeTimeInMinutes</c> and the like takes.</summary>
    public TimeSpan Minute { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>CPU units of each container instance, 1024 to a core; null has room for everything.</summary>
    public int? InstanceCpu { get; init; }

    /// <summary>MiB of memory of each container instance; null has room for everything.</summary>
    public int? InstanceMemory { get; init; }

    /// <summary>How many container instances this machine stands for, in each cluster.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>From SIGTERM to SIGKILL for a container without <c>stopTimeout</c> (ECS: 30 s).</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopped task can be described (ECS: one hour at least).</summary>
    public TimeSpan StoppedTaskRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The wait after the first failed task of a deployment; it doubles with each one after it.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts (ECS: 15 minutes).</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often all containers are checked, for the events that were missed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many failed tasks of a service keep their containers, so that <c>docker logs</c> still answers.</summary>
    public int FailedTasksKept { get; init; } = 3;

    internal static EcsSettings Of(LocalAwsOptions options) => new() { Minute = options.Minute, InstanceCpu = options.InstanceCpu, InstanceMemory = options.InstanceMemory, Instances = options.Instances };
}
