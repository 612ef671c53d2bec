using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Something that happened outside of the scheduler.</summary>
public abstract record Report;

public sealed record ImagePulled(string TaskId, string Container, PulledImage Image) : Report;

/// <summary>A container was started; the first time its id is told.</summary>
public sealed record ContainerStarted(string TaskId, string Container, ContainerObservation Observation) : Report;

/// <summary>The network interface of a task is attached.</summary>
public sealed record InterfaceAttached(string TaskId, ContainerObservation Observation) : Report;

/// <summary>A container was checked, after an event or in a poll.</summary>
public sealed record ContainerObserved(ContainerObservation Observation) : Report;

/// <summary>A target of a task has another health.</summary>
public sealed record TargetObserved(TargetHealthChange Change) : Report;

/// <summary>An alarm went to ALARM.</summary>
public sealed record AlarmRaised(string Name) : Report;

/// <summary>An effect is done.</summary>
/// <param name="Failure">The reason in ECS's words, or null when it succeeded.</param>
public sealed record EffectEnded(Effect Effect, string? Failure = null) : Report;
