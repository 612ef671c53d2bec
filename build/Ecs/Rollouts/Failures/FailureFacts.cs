using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>All that is known of a deployment that failed.</summary>
/// <param name="Tasks">Of the new revision, the one that stopped last first.</param>
/// <param name="Events">The service's events since the deployment began, oldest first.</param>
/// <param name="Targets">Those that are not healthy.</param>
/// <param name="Logs">The last lines of containers, by the container's name.</param>
public sealed record FailureFacts(
    string Headline, IReadOnlyList<StoppedTask> Tasks, IReadOnlyList<string> Events, IReadOnlyList<TargetStatus> Targets, IReadOnlyDictionary<string, IReadOnlyList<string>> Logs);
