namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>What the caller of a group's rollout does in the course of it.</summary>
/// <param name="BeforeRollout">Called with the ARN of the revision of each service that changes, by its name, before any is touched; what it throws leaves all of them alone.</param>
/// <param name="Verify">Checks whether what all services run now also works; with the result of each, by its name.</param>
public sealed record GroupSteps(
    Func<IReadOnlyDictionary<string, string>, CancellationToken, Task> BeforeRollout, Func<IReadOnlyDictionary<string, RolloutResult>, CancellationToken, Task> Verify)
{
    /// <summary>What goes with the services; null when nothing does.</summary>
    public IReleaseCompanion? Companion { get; init; }

    /// <summary>Asked when the rollout is cancelled: whether the services are still this run's to be given back what they ran.</summary>
    public Func<bool> MayTakeBack { get; init; } = () => true;

    /// <summary>Cancels the rollback, too: a second signal came while it was waited for.</summary>
    public CancellationToken LeaveAtOnce { get; init; }

    /// <summary>When one service fails, those that were moved stay with the release.</summary>
    public bool KeepsOthers { get; init; }

    /// <summary>The release's build number, which is noted on what runs it unchanged; null where nothing is released.</summary>
    public string? Build { get; init; }

    /// <summary>The ARNs of what services run that belong to the release and were left alone, since nothing of theirs has changed.</summary>
    public IReadOnlyList<string> Aside { get; init; } = [];

    /// <summary>The release's commit, which is noted with <see cref="Build"/>.</summary>
    public string Commit { get; init; } = "";
}
