namespace Slipway.Ecs.Linting.Rules;

/// <summary>Health checks of containers.</summary>
internal static class HealthCheckRules
{
    private static readonly (string Name, int Least, int Most, string Unit)[] Limits =
        [("interval", 5, 300, " s"), ("timeout", 2, 60, " s"), ("retries", 1, 10, ""), ("startPeriod", 0, 300, " s")];

    public static readonly Check[] All =
    [
        Check.Error("ECS100", "A health check that ECS cannot run", "Begin the command with CMD (program and arguments) or CMD-SHELL (one line for the container's shell).", Documents.Api("HealthCheck"), Check.Each(Command)),
        Check.Error("ECS101", "A health check outside of ECS's limits", "Use interval 5–300 s, timeout 2–60 s, retries 1–10, startPeriod 0–300 s.", Documents.Api("HealthCheck"), Check.Each(Numbers)),
    ];

    private static IEnumerable<Problem> Command(ContainerSubject container)
    {
        if (container.Value.Member("healthCheck")?.Member("command") is not { Kind: System.Text.Json.JsonValueKind.Array } at) yield break;
        var first = at.Items.Count > 0 ? at.Items[0].Scalar : null;
        if (first is not ("CMD" or "CMD-SHELL")) yield return new(at, $"{container.Label} has a health check that begins with {(first is null ? "nothing" : $"'{first}'")}.");
        else if (at.Items.Count == 1) yield return new(at, $"{container.Label} has a health check without a command behind '{first}'.");
    }

    private static IEnumerable<Problem> Numbers(ContainerSubject container) =>
        from limit in Limits
        let at = container.Value.Member("healthCheck")?.Member(limit.Name)
        where at?.Number is { } number && (number < limit.Least || number > limit.Most)
        select new Problem(at, $"{container.Label} has a health check with {limit.Name} {at.Scalar}{limit.Unit}.");
}
