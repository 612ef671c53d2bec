namespace Slipway.Ecs.TaskDefinitions;

/// <summary>A file is not a task definition; the message says which file, where, and why.</summary>
public sealed class TaskDefinitionException(string message, Exception? inner = null) : Exception(message, inner);
