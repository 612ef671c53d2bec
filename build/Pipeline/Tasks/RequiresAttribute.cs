namespace Slipway.Pipeline.Tasks;

/// <summary>Declares what a task cannot run without.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(Requirement requirement) : Attribute
{
    public Requirement Requirement { get; } = requirement;
}
