using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts;

/// <summary>One deployment that was started, whoever carries it out.</summary>
internal interface IDeployment
{
    string Id { get; }

    /// <exception cref="RolloutException">The service is gone.</exception>
    Task<DeploymentProgress> ReadAsync(CancellationToken cancellation);

    /// <summary>Has the service brought back to what it ran before; <see cref="ReadAsync"/> then tells how that goes.</summary>
    Task RollBackAsync(CancellationToken cancellation);

    /// <summary>Answers the hooks at which the rollback waits, as <see cref="ReadAsync"/> has told of them.</summary>
    Task ContinueRollbackAsync(DeploymentPause pause, CancellationToken cancellation);
}
