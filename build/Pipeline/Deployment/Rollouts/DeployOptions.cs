using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>What the command line says about a deployment.</summary>
/// <param name="Force">A deployment also when the service runs the release already, and its tasks again.</param>
/// <param name="RollsBack">A deployment that failed is rolled back.</param>
/// <param name="Follows">It is followed to its end, and verified.</param>
/// <param name="UntilTerminated">Its end is that of the old tasks, not the shift of the traffic.</param>
/// <param name="Timeout">Null for the configured one.</param>
public sealed record DeployOptions(bool Force, bool RollsBack, bool Follows, bool UntilTerminated, TimeSpan? Timeout)
{
    /// <summary>The file of a recorded release, which is deployed in place of what was built; null for none.</summary>
    public string? Release { get; init; }

    /// <summary>A run ends when the deployment is paused at this stage of ECS's, or with an empty text at any; null waits for a person.</summary>
    public string? WaitsUntil { get; init; }

    /// <summary>How a paused deployment is continued and rolled back, for people.</summary>
    public required string PauseAdvice { get; init; }

    /// <summary>Deploys what has changed since this commit; null deploys all.</summary>
    public string? ChangedSince { get; init; }

    /// <summary>How long to wait for another run's lock of the environment; zero is not at all.</summary>
    public TimeSpan LockWait { get; init; }

    public static DeployOptions Of(Invocation invocation) =>
        new(
            invocation.Get(Options.Force),
            RollsBack: !invocation.Get(Options.NoRollback),
            Follows: !invocation.Get(Options.NoWait),
            UntilTerminated: invocation.Get(Options.WaitUntil) == "terminated",
            invocation.Get(Options.Timeout))
        {
            WaitsUntil = PausePoint.Of(invocation.Get(Options.WaitUntil)),
            PauseAdvice = PausePoint.Advice(invocation),
            LockWait = invocation.Get(Options.LockWait),
            Release = invocation.Get(Options.Release),
            ChangedSince = invocation.Get(Options.ChangedSince),
        };
}
