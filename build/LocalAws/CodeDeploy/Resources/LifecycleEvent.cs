namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>One of the events of a deployment, in the order of their happening.</summary>
public sealed record LifecycleEvent(string Name, EventStatus Status, DateTimeOffset? StartTime, DateTimeOffset? EndTime);
