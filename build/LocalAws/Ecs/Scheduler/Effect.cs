using Slipway.LocalAws.Ecs.Containers;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Work for the engine that the scheduler asks for. It runs beside the scheduler and ends with an <see cref="EffectEnded"/>.</summary>
public abstract record Effect(string TaskId, string Key);

public sealed record ProvisionTask(TaskSnapshot Task) : Effect(Task.Id, "provision");

public sealed record PullImage(TaskSnapshot Task, string Container) : Effect(Task.Id, $"pull {Container}");

public sealed record StartContainer(TaskSnapshot Task, string Container) : Effect(Task.Id, $"start {Container}");

public sealed record StopContainer(string TaskId, string Container, string RuntimeId, TimeSpan Timeout) : Effect(TaskId, $"stop {Container}");

/// <summary>Ends pulls and the like that a task which is to stop does not need any more.</summary>
public sealed record AbandonStart(string TaskId) : Effect(TaskId, "abandon");

/// <summary>Removes the network of a task whose containers have stopped, and its containers and volumes unless they are kept.</summary>
public sealed record ReleaseTask(string TaskId, bool KeepContainers) : Effect(TaskId, "release");

/// <summary>Removes the containers that a stopped task had kept for their logs.</summary>
public sealed record RemoveContainers(string TaskId) : Effect(TaskId, "remove");
