
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Commands.Graph;

/// <summary>The tasks and their order, as one environment runs them; from the attributes that Frosting runs them by.</summary>
/// <param name="Layers">Tasks that depend on each other: those of a layer depend on tasks of the layers before it only.</param>
/// <param name="Others">Tasks that stand alone.</param>
public sealed record TaskGraph(string Title, IReadOnlyList<IReadOnlyList<TaskNode>> Layers, IReadOnlyList<TaskNode> Others)
{
    public static TaskGraph Of(Settings settings) => Of(
        $"{settings.Application}, environment {settings.Environment}",
        [.. TaskCatalogue.Targets.Select(target => new TaskNode(target.Name, target.Description, TaskCatalogue.DependenciesOf(target.Name), WhyLeftOut(settings, target.Name)))]);

    /// <param name="tasks">Without circles, which Cake refuses.</param>
    public static TaskGraph Of(string title, IReadOnlyList<TaskNode> tasks)
    {
        var depths = new Dictionary<string, int>();
        var connected = tasks.Where(task => task.DependsOn.Count > 0).SelectMany(task => task.DependsOn.Append(task.Name)).ToHashSet();
        var byName = tasks.ToDictionary(task => task.Name);
        var layers = tasks.Where(task => connected.Contains(task.Name)).GroupBy(Depth).OrderBy(layer => layer.Key).Select(layer => (IReadOnlyList<TaskNode>)[.. layer]);
        return new(title, [.. layers], [.. tasks.Where(task => !connected.Contains(task.Name)).OrderBy(task => task.Name, StringComparer.Ordinal)]);

        int Depth(TaskNode task)
        {
            if (!depths.TryGetValue(task.Name, out var depth)) depths[task.Name] = depth = task.DependsOn.Select(name => Depth(byName[name]) + 1).DefaultIfEmpty().Max();
            return depth;
        }
    }

    private static string? WhyLeftOut(Settings settings, string task) =>
        settings.Skip.Any(skip => skip.Task == task) ? $"left out: 'skip' of environment '{settings.Environment}' in {Path.GetFileName(settings.File)}" : null;
}
