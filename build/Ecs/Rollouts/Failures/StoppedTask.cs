using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>A task that has stopped, as DescribeTasks gives it.</summary>
/// <param name="StopCode">Such as <c>TaskFailedToStart</c>, <c>EssentialContainerExited</c> or <c>ServiceSchedulerInitiated</c>.</param>
public sealed partial record StoppedTask(string Id, string StopCode, string Reason, IReadOnlyList<StoppedContainer> Containers)
{
    /// <summary>What its containers end with then they end with because they are stopped, one after the other: it says nothing of the cause.</summary>
    private const string ByScheduler = "ServiceSchedulerInitiated";

    /// <summary>As DescribeTasks gave it.</summary>
    internal JsonObject Document { get; init; } = [];

    internal static StoppedTask Read(JsonObject node) => new(
        node.Text("taskArn")?.Split('/')[^1] ?? "",
        node.Text("stopCode") ?? "",
        node.Text("stoppedReason") ?? "",
        [.. node.Objects("containers").Select(StoppedContainer.Read).Select(container => node.Text("stopCode") == ByScheduler ? container with { ExitCode = null } : container)])
    {
        Document = node,
    };

    /// <summary>Equal for two tasks that stopped for the same reason: without what differs from task to task.</summary>
    public string Signature => Different().Replace(string.Join('\n', [StopCode, Reason, .. Containers.Where(container => container.IsNotable).Select(container => container.ToString())]), "…");

    /// <summary>Whether it ended of itself; the scheduler also stops tasks that are only too many.</summary>
    public bool HasFailed => StopCode is not ("UserInitiated" or "") && (StopCode != ByScheduler || Reason.Contains("health check", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("[0-9a-f]{8,}|[0-9]{4,}|port [0-9]+", RegexOptions.IgnoreCase)]
    private static partial Regex Different();
}
