using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>The order in which containers start.</summary>
internal static class DependencyRules
{
    public static readonly Check[] All =
    [
        Check.Error("ECS090", "A dependency on a container that is not there", "Correct 'containerName', or remove the dependency.", Documents.Registration, Check.Each(Targets)),
        Check.Error("ECS091", "Waiting for the end of an essential container", "Make that container 'essential': false: the task ends when an essential one does.", Documents.Registration, Check.Each(Essential)),
        Check.Error("ECS092", "Waiting for health that nobody checks", "Give that container a 'healthCheck', or wait for START.", Documents.Api("ContainerDependency"), Check.Each(Health)),
        Check.Error("ECS093", "A container that depends on itself", "Remove the dependency.", Documents.Registration, Check.Each(Self)),
        Check.Error("ECS094", "Containers that depend on each other", "Remove one of the dependencies: none of these containers could start.", Documents.Registration, Cycles),
    ];

    private static IEnumerable<(SourceValue At, ContainerSubject? Target, string Name, string? Condition)> Dependencies(ContainerSubject container) =>
        from dependency in container.DependsOn
        let name = dependency.Member("containerName")
        where name?.Scalar is not null
        select (name, container.Task.Containers.FirstOrDefault(other => other.Name == name.Scalar), name.Scalar, dependency.TextOf("condition"));

    private static IEnumerable<Problem> Targets(ContainerSubject container) =>
        from dependency in Dependencies(container)
        where dependency.Target is null
        let names = container.Task.Containers.Select(other => other.Name).OfType<string>().Where(name => name != container.Name).ToList()
        select new Problem(dependency.At, $"{container.Label} depends on '{dependency.Name}', which is no container of this task definition{(names.Count == 0 ? "." : $"; {NearestName.Phrase(dependency.Name, names)}")}");

    private static IEnumerable<Problem> Essential(ContainerSubject container) =>
        from dependency in Dependencies(container)
        where dependency is { Condition: "SUCCESS" or "COMPLETE", Target.Essential: true } && dependency.Name != container.Name
        select new Problem(dependency.At, $"{container.Label} waits for {dependency.Condition} of '{dependency.Name}', which is essential.");

    private static IEnumerable<Problem> Health(ContainerSubject container) =>
        from dependency in Dependencies(container)
        where dependency is { Condition: "HEALTHY", Target: { } target } && target.Value.Member("healthCheck") is null && dependency.Name != container.Name
        select new Problem(dependency.At, $"{container.Label} waits until '{dependency.Name}' is HEALTHY, and that has no health check.");

    private static IEnumerable<Problem> Self(ContainerSubject container) =>
        from dependency in Dependencies(container)
        where dependency.Name == container.Name
        select new Problem(dependency.At, $"{container.Label} depends on itself.");

    /// <summary>Each cycle once, at the dependency that closes it.</summary>
    private static IEnumerable<Problem> Cycles(TaskSubject task)
    {
        var problems = new List<Problem>();
        var done = new HashSet<ContainerSubject>();
        foreach (var container in task.Containers) Follow(container, [], done, problems);
        return problems;
    }

    private static void Follow(ContainerSubject container, List<ContainerSubject> path, HashSet<ContainerSubject> done, List<Problem> problems)
    {
        if (done.Contains(container)) return;
        path.Add(container);
        foreach (var (at, target, _, _) in Dependencies(container).Where(dependency => dependency.Target is not null && dependency.Target != container))
        {
            var begin = path.IndexOf(target!);
            if (begin >= 0) problems.Add(new(at, $"These containers wait for each other: {string.Join(" → ", path.Skip(begin).Append(target!).Select(step => step.Name))}."));
            else Follow(target!, path, done, problems);
        }

        path.RemoveAt(path.Count - 1);
        done.Add(container);
    }
}
