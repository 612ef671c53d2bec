using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Work that the scheduler asks for. It runs beside the scheduler and ends with an <see cref="EffectEnded"/>.</summary>
/// <param name="Owner">Id of the task, or ARN of the service deployment, that it is for.</param>
/// <param name="Key">What tells it from other work for the same owner.</param>
public abstract record Effect(string Owner, string Key);

public sealed record ProvisionTask(TaskSnapshot Task) : Effect(Task.Id, "provision");

public sealed record PullImage(TaskSnapshot Task, string Container) : Effect(Task.Id, $"pull {Container}");

public sealed record StartContainer(TaskSnapshot Task, string Container) : Effect(Task.Id, $"start {Container}");

public sealed record StopContainer(string TaskId, string Container, string RuntimeId, TimeSpan Timeout) : Effect(TaskId, $"stop {Container}");

/// <summary>Makes the ports of a task known to their target groups, and the task to Cloud Map.</summary>
/// <param name="Instances">None where Cloud Map is not to know it.</param>
public sealed record RegisterTask(string TaskId, IReadOnlyList<TargetRegistration> Targets, IReadOnlyList<DiscoveryInstance> Instances) : Effect(TaskId, "register");

/// <summary>Tells Cloud Map the health of a task.</summary>
public sealed record ReportHealth(string TaskId, IReadOnlyList<DiscoveryInstance> Instances) : Effect(TaskId, "report health");

/// <summary>Takes a task out of Cloud Map; ends when Service Connect leads nobody to it any more.</summary>
public sealed record DeregisterInstance(string TaskId, IReadOnlyList<DiscoveryInstance> Instances) : Effect(TaskId, "deregister instance");

/// <summary>Makes the new addresses of a task's targets known, whose containers were started again.</summary>
public sealed record MoveTargets(string TaskId, IReadOnlyList<TargetRegistration> Targets) : Effect(TaskId, "move");

/// <summary>Takes a task out of its target groups; ends when their deregistration delay is over.</summary>
public sealed record DeregisterTargets(string TaskId, IReadOnlyList<TargetRegistration> Targets) : Effect(TaskId, "deregister");

/// <summary>Sends shares of the requests to the target groups of two deployments.</summary>
/// <param name="State">What the deployment notes when it is done.</param>
public sealed record ShiftTraffic(
    string ServiceDeploymentArn,
    IReadOnlyList<ListenerShare> Shares,
    TrafficShare State) : Effect(ServiceDeploymentArn, "shift");

/// <summary>Weights by target group ARN for a listener or a rule.</summary>
public sealed record ListenerShare(string ListenerOrRuleArn, IReadOnlyDictionary<string, int> Weights);

/// <summary>Ends pulls and the like that a task which is to stop does not need any more.</summary>
public sealed record AbandonStart(string TaskId) : Effect(TaskId, "abandon");

/// <summary>Removes the containers and volumes of a task that has stopped, unless they are kept.</summary>
public sealed record ReleaseTask(string TaskId, bool KeepContainers) : Effect(TaskId, "release");

/// <summary>Removes the containers that a stopped task had kept for their logs.</summary>
public sealed record RemoveContainers(string TaskId) : Effect(TaskId, "remove");
