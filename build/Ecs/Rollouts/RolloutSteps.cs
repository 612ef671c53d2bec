using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>What the caller of a rollout does in the course of it.</summary>
/// <param name="BeforeRollout">Called with the ARN of the revision before the service is touched; what it throws leaves the service alone.</param>
/// <param name="Verify">Checks whether what runs now also works; called too when nothing had to be changed, and not when nothing is to run.</param>
public sealed record RolloutSteps(Func<string, CancellationToken, Task> BeforeRollout, Func<RolloutResult, CancellationToken, Task> Verify)
{
    /// <summary>Called with what is to run before a revision is registered; what it throws leaves nothing behind.</summary>
    public Func<TaskDefinitionDocument, CancellationToken, Task> Check { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What goes with the service; null when nothing does.</summary>
    public IReleaseCompanion? Companion { get; init; }

    /// <summary>Asked when the rollout is cancelled: whether the service is still this run's to be given back what it ran.</summary>
    public Func<bool> MayTakeBack { get; init; } = () => true;

    /// <summary>Cancels the rollback, too: a second signal came while it was waited for.</summary>
    public CancellationToken LeaveAtOnce { get; init; }

    /// <summary>Verifies what runs; where the service is scaled to zero, that is told instead.</summary>
    internal async Task VerifyAsync(RolloutResult result, string service, IProgress<string> progress, CancellationToken cancellation)
    {
        if (result.WantsNone) progress.Report($"Service '{service}' has {result.TaskDefinition} and wants no tasks (desiredCount 0): nothing runs, and nothing was verified");
        else await Verify(result, cancellation);
    }
}
