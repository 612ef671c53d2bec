namespace Slipway.Ecs.Exec;

/// <summary>A session in a container could not be opened, or was lost before it ended. The message says what to do.</summary>
public sealed class SessionException(string message, Exception? inner = null) : Exception(message, inner);
