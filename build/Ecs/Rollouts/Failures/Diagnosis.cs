namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Finds out why a deployment probably failed.</summary>
public static class Diagnosis
{
    /// <summary>What a task says about its own end counts more than what others say about it.</summary>
    private const int WeightOfTask = 4;

    /// <summary>How ECS words the end of such a task. The reason is in an event of the service.</summary>
    private const string FailedByBalancer = "failed ELB health checks";

    private const string Why = " due to (reason ";

    /// <summary>All that are told apart.</summary>
    public static IEnumerable<LikelyCause> Causes => CauseRules.All.Select(rule => rule.Cause);

    /// <summary>Each piece of evidence speaks for the first rule that explains it: the rules go from the special to the general.</summary>
    /// <returns>The likeliest first; none when nothing is known.</returns>
    public static IReadOnlyList<LikelyCause> Rank(FailureFacts facts) =>
    [
        .. Evidence(facts)
            .Select(evidence => (Rule: CauseRules.All.FirstOrDefault(rule => rule.Explains(evidence)), Weight: evidence.Source == EvidenceSources.Tasks ? WeightOfTask : 1))
            .Where(found => found.Rule is not null)
            .GroupBy(found => found.Rule!.Cause, found => found.Weight)
            .OrderByDescending(cause => cause.Sum())
            .ThenBy(cause => CauseRules.PositionOf(cause.Key))
            .Select(cause => cause.Key),
    ];

    private static IEnumerable<Evidence> Evidence(FailureFacts facts)
    {
        foreach (var task in facts.Tasks.Where(task => task.HasFailed)) yield return new(EvidenceSources.Tasks, Text(task, facts));
        foreach (var message in facts.Events.Prepend(facts.Headline)) yield return new(EvidenceSources.Events, message);
        foreach (var target in facts.Targets) yield return new(EvidenceSources.Targets, target.ToString());
    }

    /// <summary>A task's own words, what the load balancer had against it, and then what its containers wrote last.</summary>
    private static string Text(StoppedTask task, FailureFacts facts) => string.Join('\n',
    [
        $"{task.StopCode} {task.Reason}",
        .. task.Reason?.Contains(FailedByBalancer, StringComparison.Ordinal) == true ? facts.Events.Where(message => message.Contains(Why, StringComparison.Ordinal)).Select(message => message[message.IndexOf(Why, StringComparison.Ordinal)..]).TakeLast(1) : [],
        .. task.Containers.Where(container => container.IsNotable).Select(container => container.ToString()),
        .. task.Containers.Where(container => container.ExitCode is not (null or 0)).SelectMany(container => facts.Logs.GetValueOrDefault(container.Name) ?? []).Select(line => $"log: {line}"),
    ]);
}
