
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Compares the Compose application with the task definition that runs it.</summary>
internal static class ComposeChecks
{
    /// <summary>A dependency that waits for more counts for one that waits for less.</summary>
    private static readonly Dictionary<string, (string Condition, string[] Enough)> Conditions = new()
    {
        ["service_started"] = ("START", ["START", "HEALTHY", "COMPLETE", "SUCCESS"]),
        ["service_healthy"] = ("HEALTHY", ["HEALTHY", "COMPLETE", "SUCCESS"]),
        ["service_completed_successfully"] = ("SUCCESS", ["SUCCESS"]),
    };

    public static IEnumerable<Finding> Find(TaskDefinitionFile task, IReadOnlyList<ComposeService> services, LintEnvironment environment) =>
        from service in services
        let container = task.Container(environment.ContainerOf(service.Name))
        where container is not null
        from finding in Dependencies(task, container, service, environment).Concat(Ports(task, container, service))
        select finding;

    private static IEnumerable<Finding> Dependencies(TaskDefinitionFile task, SourceValue container, ComposeService service, LintEnvironment environment)
    {
        foreach (var (dependency, condition) in service.DependsOn)
        {
            var target = environment.ContainerOf(dependency);
            if (task.Container(target) is null || !Conditions.TryGetValue(condition, out var wanted)) continue;
            if (Reaches(task, container.TextOf("name")!, target, wanted.Enough, [])) continue;
            var at = container.Member("dependsOn") ?? container;
            yield return task.Find(
                ProjectRules.MissingDependency, at,
                $"In Compose, '{service.Name}' waits for '{dependency}' ({condition}); container '{container.TextOf("name")}' has no dependency on '{target}' with {wanted.Condition}.");
        }
    }

    /// <summary>Directly, or by way of other containers, each of which waits for the next. A link is a START: Docker starts what is linked first.</summary>
    private static bool Reaches(TaskDefinitionFile task, string from, string target, string[] enough, HashSet<string> seen)
    {
        if (!seen.Add(from) || task.Container(from) is not { } container) return false;
        var dependencies = container.ItemsOf("dependsOn").Select(entry => (Name: entry.TextOf("containerName"), Condition: entry.TextOf("condition") ?? "START"))
            .Concat(container.ItemsOf("links").Select(link => (Name: link.Scalar?.Split(':')[0], Condition: "START"))).ToList();
        return dependencies.Exists(dependency => dependency.Name == target && enough.Contains(dependency.Condition))
            || dependencies.Exists(dependency => dependency.Name is not null && dependency.Name != target && Reaches(task, dependency.Name, target, enough, seen));
    }

    private static IEnumerable<Finding> Ports(TaskDefinitionFile task, SourceValue container, ComposeService service)
    {
        if (service.Ports.Count == 0) yield break;
        foreach (var mapping in container.ItemsOf("portMappings"))
        {
            if (mapping.Member("containerPort") is not { Number: { } port } at || service.Ports.Contains((int)port)) continue;
            yield return task.Find(
                ProjectRules.PortMismatch, at,
                $"Container '{container.TextOf("name")}' has port {port}, and in Compose '{service.Name}' has {string.Join(", ", service.Ports)}.");
        }
    }
}
