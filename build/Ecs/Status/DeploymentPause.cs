using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Status;

/// <summary>A deployment of ECS that waits at a lifecycle hook until someone continues it or rolls it back, or its time is over.</summary>
/// <param name="Stage">ECS's <c>lifecycleStage</c>.</param>
/// <param name="Hooks">The ids of those that are not answered.</param>
/// <param name="Since">When the deployment came to it, as far as ECS says.</param>
/// <param name="Until">When the first of them times out.</param>
/// <param name="ThenAction">What ECS does then: ROLLBACK or CONTINUE.</param>
public sealed record DeploymentPause(string Stage, IReadOnlyList<string> Hooks, DateTimeOffset? Since, DateTimeOffset? Until, string? ThenAction)
{
    private const string BeforeShift = "PRE_PRODUCTION_TRAFFIC_SHIFT";

    /// <summary>Null when it does not wait.</summary>
    /// <param name="deployment">As DescribeServiceDeployments gives it.</param>
    /// <param name="answered">Hooks that count as answered, whatever ECS still shows.</param>
    internal static DeploymentPause? Of(JsonObject deployment, IReadOnlyCollection<string> answered)
    {
        var waiting = deployment.Objects("lifecycleHookDetails").Where(hook => hook.Text("status") == "AWAITING_ACTION" && !answered.Contains(hook.Text("hookId") ?? "")).ToList();
        if (waiting.Count == 0) return null;
        var first = waiting.MinBy(hook => hook.Time("expiresAt") ?? DateTimeOffset.MaxValue)!;
        return new(
            deployment.Text("lifecycleStage") ?? "a lifecycle hook",
            [.. waiting.Select(hook => hook.Text("hookId") ?? "")],
            deployment.Time("updatedAt"),
            first.Time("expiresAt"),
            first.Text("timeoutAction"));
    }

    /// <param name="stage">A stage of hooks. ECS has no <c>lifecycleStage</c> for the one before a shift, and nothing pauses at the shift itself.</param>
    public bool IsAt(string stage) => Stage == stage || (stage == BeforeShift && Stage == "PRODUCTION_TRAFFIC_SHIFT");

    /// <summary>The end of a sentence: <c>paused at … since … until …</c>.</summary>
    public string Describe(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"paused at {Stage} since {Since ?? now:yyyy-MM-dd'T'HH:mm:ss'Z'}{(Until is { } until ? $" until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}, when ECS {(ThenAction == "CONTINUE" ? "continues it" : "rolls it back")}" : "")}");
}
