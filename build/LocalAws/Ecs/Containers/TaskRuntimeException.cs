namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>A part of a task cannot be run; the message is the reason as ECS words it, as in <c>CannotPullContainerError: …</c>.</summary>
public sealed class TaskRuntimeException(string reason, Exception? inner = null) : Exception(reason, inner);
