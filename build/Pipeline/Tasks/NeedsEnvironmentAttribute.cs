namespace Slipway.Pipeline.Tasks;

/// <summary>Declares that a task outside the main line cannot run without <c>--env</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsEnvironmentAttribute : Attribute;
