using System.Reflection;
using Cake.Frosting;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>The tasks of this program, as their attributes describe them.</summary>
public static class TaskCatalogue
{
    private static readonly Dictionary<string, Type> Types = typeof(TaskCatalogue).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type))
        .ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Target> Targets { get; } =
        [.. Types.Values.Select(TargetOf)];

    /// <summary>Names of the main line's tasks: those that an environment may skip.</summary>
    public static IReadOnlyCollection<string> Line { get; } =
        [.. Types.Values.Where(type => type.IsSubclassOf(typeof(LineTask))).Select(NameOf)];

    public static Requirement RequirementOf(string task) =>
        Types[task].GetCustomAttribute<RequiresAttribute>()?.Requirement ?? Requirement.None;

    /// <summary>Whether the task works with the environment's settings, which then have to be there.</summary>
    public static bool ReadsEnvironment(string task) => NeedsEnvironment(Types[task]);

    /// <summary>The task whose result another one works on, or null.</summary>
    public static ContinuesAttribute? ContinuedBy(string task) => Types[task].GetCustomAttribute<ContinuesAttribute>();

    /// <summary>Names of the tasks that run before this one: those it names, and those that name it.</summary>
    public static IReadOnlyList<string> DependenciesOf(string task) =>
    [
        .. Types[task].GetCustomAttributes<IsDependentOnAttribute>().Select(before => NameOf(before.Task)),
        .. Types.Values.Where(type => type.GetCustomAttributes<IsDependeeOfAttribute>().Any(after => after.Task == Types[task])).Select(NameOf),
    ];

    public static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static Target TargetOf(Type task)
    {
        var accepts = task.GetCustomAttributes<AcceptsAttribute>().ToList();
        return new(NameOf(task), DescriptionOf(task), NeedsEnvironment(task), [.. accepts.Select(one => one.Option)])
        {
            Formats = [.. accepts.Where(one => one.Option == OptionNames.Output).Select(one => one.Only).OfType<string>()],
            Requires = [.. accepts.Where(one => one.IsRequired).Select(one => one.Option)],
        };
    }

    private static string DescriptionOf(Type task) => task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "";

    private static bool NeedsEnvironment(Type task) => task.IsSubclassOf(typeof(LineTask)) || task.IsDefined(typeof(NeedsEnvironmentAttribute));
}
