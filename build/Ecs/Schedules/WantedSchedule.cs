using Slipway.Ecs.Networking;

namespace Slipway.Ecs.Schedules;

/// <summary>A schedule of EventBridge Scheduler that runs tasks of a release. What is null stays as it is.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Service">The name of the service whose task definition it runs; empty where there is one service.</param>
/// <param name="Group">That of EventBridge Scheduler.</param>
/// <param name="ScheduleName">As EventBridge Scheduler knows it.</param>
/// <param name="Place">Where it is configured, <c>file:line</c>, for messages.</param>
public sealed record WantedSchedule(string Name, string Service, string Group, string ScheduleName, string Place)
{
    /// <summary>The cluster that tasks are started in, by its name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service of ECS, which says where tasks of a new schedule run.</summary>
    public required string EcsService { get; init; }

    public string? Expression { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>ARN of the role that EventBridge Scheduler takes on to start tasks.</summary>
    public string? Role { get; init; }

    /// <summary>Whether it runs at all.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>The container whose command is replaced; there when <see cref="Command"/> is.</summary>
    public string? Container { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public ServiceNetwork? Network { get; init; }

    /// <summary>It gets a revision and nothing else, and where it is not there, nothing: what it had with an earlier release is not known.</summary>
    public bool OnlyRevision { get; init; }
}
