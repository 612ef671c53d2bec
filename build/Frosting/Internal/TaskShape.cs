using System.Reflection;

namespace Cake.Frosting.Internal;

/// <summary>What a task class says by its base and its overrides.</summary>
internal sealed class TaskShape
{
    private readonly Type _type;
    private readonly Type _base;

    private TaskShape(Type type, Type @base)
    {
        _type = type;
        _base = @base;
    }

    /// <summary>The context that the class asks for itself. Null when it has its base through another class: it is then not checked.</summary>
    public Type? DeclaredContext => _type.BaseType == _base ? Context : null;

    public bool OverridesRun => _base.GetGenericTypeDefinition() == typeof(FrostingTask<>)
        ? IsOverridden(nameof(FrostingTask.Run), Context)
        : IsOverridden(nameof(AsyncFrostingTask.RunAsync), Context);

    private Type Context => _base.GenericTypeArguments[0];

    public static TaskShape Of(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType
                && ancestor.GetGenericTypeDefinition() is var definition
                && (definition == typeof(FrostingTask<>) || definition == typeof(AsyncFrostingTask<>)))
            {
                return new TaskShape(type, ancestor);
            }
        }

        throw new InvalidOperationException("This method expects all IFrostingTask to be instances of FrostingTask or AsyncFrostingTask.");
    }

    public static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    public bool Overrides(string handler) => handler is nameof(IFrostingTask.OnError)
        ? IsOverridden(handler, typeof(Exception), Context)
        : IsOverridden(handler, Context);

    private bool IsOverridden(string method, params Type[] parameters) =>
        _type.GetMethod(method, BindingFlags.Public | BindingFlags.Instance, parameters)?.DeclaringType != _base;
}
