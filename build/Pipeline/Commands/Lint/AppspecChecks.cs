
using Slipway.Ecs.Linting;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Compares an appspec with the task definition that it deploys.</summary>
internal static class AppspecChecks
{
    public static IEnumerable<Finding> Find(AppspecFile appspec, TaskDefinitionFile task)
    {
        foreach (var problem in appspec.Problems) yield return problem;
        foreach (var target in appspec.Targets)
        {
            if (task.Container(target.Container) is not { } container)
            {
                yield return new(
                    ProjectRules.AppspecContainer, Severity.Error, "",
                    $"{task.Source.File} has no container '{target.Container}'{Suggestion.Phrase(target.Container, task.ContainerNames)}.".Replace("?.", "?", StringComparison.Ordinal), target.ContainerPlace);
            }
            else if (TaskDefinitionFile.PortsOf(container) is var ports && !ports.Contains(target.Port))
            {
                var known = ports.Count == 0 ? "none" : string.Join(", ", ports);
                yield return new(
                    ProjectRules.AppspecPort, Severity.Error, "", $"Container '{target.Container}' in {task.Source.File} has no port {target.Port}; its ports: {known}.", target.PortPlace);
            }
        }
    }
}
