
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>What CodeDeploy does to a service of ECS, by ECS's own API.</summary>
public interface IServiceTaskSets
{
    /// <summary>Null when there is no such service.</summary>
    Task<ServiceFacts?> FindAsync(string cluster, string service, CancellationToken cancellationToken);

    /// <summary>Creates a task set of the service's whole size; the same again for a deployment that has created one already.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="AwsErrorException">ECS refuses.</exception>
    Task<string> CreateAsync(string cluster, string service, string deploymentId, Appspec appspec, string targetGroupArn, CancellationToken cancellationToken);

    /// <exception cref="AwsErrorException">ECS refuses.</exception>
    Task MakePrimaryAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken);

    /// <summary>Deletes a task set whatever it runs; does nothing when it is gone or on its way.</summary>
    /// <exception cref="AwsErrorException">ECS refuses.</exception>
    Task DeleteAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken);
}
