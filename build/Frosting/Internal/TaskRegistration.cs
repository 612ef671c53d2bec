using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Internal;

/// <summary>Turns a task class into a task of the engine: its name, its edges, and the handlers that it overrides.</summary>
internal sealed class TaskRegistration(ICakeEngine engine, IFrostingContext context, ICakeLog log)
{
    public void Add(IFrostingTask task)
    {
        var type = task.GetType();
        var shape = TaskShape.Of(type);
        if (shape.DeclaredContext is { } needed && !needed.IsInstanceOfType(context))
        {
            log.Warning("Task cannot be used since the context isn't convertible to {0}.", needed.FullName);
            return;
        }

        var builder = engine.RegisterTask(TaskShape.NameOf(type));
        if (type.GetCustomAttribute<TaskDescriptionAttribute>() is { } description)
        {
            builder.Description(description.Description);
        }

        AddHandlers(builder, task, shape);
        AddEdges(builder, type);
    }

    private static void AddHandlers(CakeTaskBuilder builder, IFrostingTask task, TaskShape shape)
    {
        if (shape.OverridesRun)
        {
            builder.Does(task.RunAsync);
        }

        if (shape.Overrides(nameof(IFrostingTask.ShouldRun)))
        {
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        }

        if (task.GetType().IsDefined(typeof(ContinueOnErrorAttribute), inherit: false))
        {
            builder.ContinueOnError();
        }

        if (shape.Overrides(nameof(IFrostingTask.OnError)))
        {
            builder.OnError(task.OnError);
        }

        if (shape.Overrides(nameof(IFrostingTask.Finally)))
        {
            builder.Finally(task.Finally);
        }
    }

    private static void AddEdges(CakeTaskBuilder builder, Type type)
    {
        var attributes = type.GetCustomAttributes(inherit: true);
        foreach (var dependency in attributes.OfType<ITaskDependency>().Select(attribute => attribute.Task))
        {
            builder.IsDependentOn(NameOf(dependency, "dependency"));
        }

        foreach (var dependee in attributes.OfType<IReverseTaskDependency>().Select(attribute => attribute.Task))
        {
            builder.IsDependeeOf(NameOf(dependee, "reverse dependency"));
        }
    }

    private static string NameOf(Type type, string role) => TaskShape.NameOf(type) is var name && type.IsAssignableTo(typeof(IFrostingTask))
        ? name
        : throw new FrostingException($"The {role} '{name}' is not a valid task.");
}
