namespace Slipway.Ecs.OneOff;

/// <summary>A command was started, or may have been, and how it ended cannot be told.</summary>
public sealed class OneOffException(string message) : Exception(message);
