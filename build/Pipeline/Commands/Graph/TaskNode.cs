namespace Slipway.Pipeline.Commands.Graph;

/// <summary>A task in the graph.</summary>
/// <param name="DependsOn">Names of the tasks that run before it.</param>
/// <param name="LeftOutBecause">Why an environment does not run it, or null when it does.</param>
public sealed record TaskNode(string Name, string Description, IReadOnlyList<string> DependsOn, string? LeftOutBecause);
