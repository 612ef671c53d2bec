namespace Slipway.Ecs.Rollouts;

/// <summary>How a service is brought to a revision.</summary>
internal interface IRolloutStrategy
{
    /// <summary>Checks whether this strategy can move the service, before anything is registered.</summary>
    /// <param name="before">Null when the service does not exist.</param>
    /// <exception cref="RolloutException">It cannot; refused.</exception>
    Task CheckAsync(RolloutRequest request, ServiceDescription? before, CancellationToken cancellation);

    Task<IDeployment> StartAsync(RolloutRequest request, ServiceDescription? before, string revision, CancellationToken cancellation);

    /// <summary>Undoes what was started, without waiting for it: the caller is on its way out.</summary>
    /// <param name="started">Null when the start was cancelled; the call may have reached AWS all the same.</param>
    Task TakeBackAsync(RolloutRequest request, ServiceDescription? before, string revision, IDeployment? started, CancellationToken cancellation);

    /// <summary>Begins to bring a service back to what it had before a deployment that has ended well.</summary>
    /// <returns>What is followed: <paramref name="done"/>, which then tells of its rollback, or a deployment of what ran before.</returns>
    Task<IDeployment> ReturnAsync(RolloutRequest request, ServiceDescription before, IDeployment done, CancellationToken cancellation);
}
