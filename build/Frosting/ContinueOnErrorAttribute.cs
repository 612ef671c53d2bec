namespace Cake.Frosting;

/// <summary>A failure of the task is logged and reported, and the build continues. Excludes an <c>OnError</c> of the task's own.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute
{
}
