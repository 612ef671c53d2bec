using System.Reflection;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Graph;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Slipway's tasks and those of the program that calls it, as their attributes describe them.</summary>
public static class TaskCatalogue
{
    private static readonly Dictionary<string, Type> Types = new[] { typeof(TaskCatalogue).Assembly, Assembly.GetEntryAssembly() }
        .OfType<Assembly>().Distinct().SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type))
        .ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Target> Targets { get; } =
        [.. Types.Values.Select(TargetOf)];

    public static Requirement RequirementOf(string task) =>
        Types[task].GetCustomAttribute<RequiresAttribute>()?.Requirement ?? Requirement.None;

    /// <summary>Whether the task works with the environment's settings, which then have to be there.</summary>
    public static bool ReadsEnvironment(string task) => NeedsEnvironment(Types[task]);

    /// <summary>The task whose result another one works on, or null.</summary>
    public static ContinuesAttribute? ContinuedBy(string task) => Types[task].GetCustomAttribute<ContinuesAttribute>();

    /// <summary>Every task with the tasks that run before it: those it names, and those that name it.</summary>
    public static IEnumerable<TaskNode> Nodes => Types.Values.Select(task => new TaskNode(NameOf(task), DescriptionOf(task), DependenciesOf(task)));

    public static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static Target TargetOf(Type task) => new(NameOf(task), DescriptionOf(task), NeedsEnvironment(task));

    private static IReadOnlyList<string> DependenciesOf(Type task) =>
    [
        .. task.GetCustomAttributes<IsDependentOnAttribute>().Select(before => NameOf(before.Task)),
        .. Types.Values.Where(type => type.GetCustomAttributes<IsDependeeOfAttribute>().Any(after => after.Task == task)).Select(NameOf),
    ];

    private static string DescriptionOf(Type task) => task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "";

    /// <summary>A task of the caller's needs what the tasks before it need.</summary>
    private static bool NeedsEnvironment(Type task) =>
        task.IsSubclassOf(typeof(PipelineTask)) || task.IsDefined(typeof(NeedsEnvironmentAttribute))
        || task.GetCustomAttributes<IsDependentOnAttribute>().Any(before => NeedsEnvironment(before.Task));
}
