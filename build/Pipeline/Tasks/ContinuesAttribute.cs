namespace Slipway.Pipeline.Tasks;

/// <summary>Declares whose result a task works on: without that task in the same run it would do nothing, and say that it is done.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContinuesAttribute(Type task) : Attribute
{
    public Type Task { get; } = task;

    /// <summary>The result is in files, so an earlier run may have made it, and this task can run alone.</summary>
    public bool FromFiles { get; init; }
}
