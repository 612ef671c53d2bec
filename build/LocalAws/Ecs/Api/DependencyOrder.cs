using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>The graph of <c>dependsOn</c>, <c>links</c> and <c>volumesFrom</c>: every name exists, conditions are ones that can be met, and there is a beginning.</summary>
internal static class DependencyOrder
{
    /// <summary>Refuses a task definition whose containers could never all be started.</summary>
    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static void Check(TaskDefinitionDocument document)
    {
        var containers = document.Containers.ToDictionary(container => container.Name);
        foreach (var container in containers.Values)
        {
            foreach (var dependency in container.DependsOn)
                Check(container, dependency, containers.GetValueOrDefault(dependency.ContainerName));
            if (container.Links.FirstOrDefault(link => !containers.ContainsKey(link.Split(':')[0])) is { } broken)
                throw EcsErrors.Client($"Invalid setting for container '{container.Name}'. Link '{broken}' names a container that is not in the task definition.");
            if (Sources(container).FirstOrDefault(source => !containers.ContainsKey(source)) is { } missing)
                throw EcsErrors.Client($"Invalid 'volumesFrom' setting. Unknown container: '{missing}'");
        }

        var waiting = containers.ToDictionary(entry => entry.Key, entry => NeededBy(entry.Value));
        while (waiting.Count > 0)
        {
            var free = waiting.Where(entry => !entry.Value.Any(waiting.ContainsKey)).Select(entry => entry.Key).ToList();
            if (free.Count == 0)
                throw EcsErrors.Client($"The dependencies of the containers {string.Join(", ", waiting.Keys)} form a cycle.");
            foreach (var name in free)
                waiting.Remove(name);
        }
    }

    private static HashSet<string> NeededBy(ContainerDefinition container) =>
        [.. container.DependsOn.Select(dependency => dependency.ContainerName), .. container.Links.Select(link => link.Split(':')[0]), .. Sources(container)];

    private static IEnumerable<string> Sources(ContainerDefinition container) =>
        container.Node.Members("volumesFrom").Select(source => $"{source["sourceContainer"]}");

    private static void Check(ContainerDefinition container, ContainerDependency dependency, ContainerDefinition? target)
    {
        var problem = target switch
        {
            null => "which is not in the task definition",
            _ when dependency.Condition is not ("START" or "COMPLETE" or "SUCCESS" or "HEALTHY") => $"with the unknown condition '{dependency.Condition}'",
            { HealthCheck: null } when dependency.Condition == "HEALTHY" => "which has no healthCheck, to be HEALTHY",
            _ => null,
        };
        // As cdk-preflight quotes it (https://github.com/badmintoncryer/cdk-preflight); the sentences below are unconfirmed.
        if (problem is null && target!.Essential && dependency.Condition is "COMPLETE" or "SUCCESS")
            throw EcsErrors.Client("A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
        if (problem is not null)
            throw EcsErrors.Client($"Invalid setting for container '{container.Name}'. It depends on '{dependency.ContainerName}', {problem}.");
    }
}
