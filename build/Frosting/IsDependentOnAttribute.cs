using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>The task runs after the task of the given type.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute : Attribute, ITaskDependency
{
    public IsDependentOnAttribute(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);

        Task = type;
    }

    public Type Task { get; }
}
