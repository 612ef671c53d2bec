using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>The task runs before the task of the given type, which need not know of it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute : Attribute, IReverseTaskDependency
{
    public IsDependeeOfAttribute(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);

        Task = type;
    }

    public Type Task { get; }
}
