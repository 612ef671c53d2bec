namespace Slipway.Docker;

/// <summary>A tool is not on this machine, or cannot be started. The message names it.</summary>
public sealed class ToolMissingException(string message, Exception inner) : Exception(message, inner);
