namespace Slipway.Pipeline.Tasks;

/// <summary>Declares that a task outside the pipeline cannot run without <c>--env</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsEnvironmentAttribute : Attribute;
