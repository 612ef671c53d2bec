using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>The image registry behind ECR: a container that is made when it is first needed.</summary>
public interface IRegistryContainer
{
    /// <summary>Where it answered last; null before it was started or found.</summary>
    RegistryAddress? Known { get; }

    /// <summary>Makes sure that the registry runs and answers, starting or replacing its container if it has to; quick when it does.</summary>
    /// <exception cref="AwsErrorException">It cannot be started; the message says why.</exception>
    Task<RegistryAddress> EnsureAsync(CancellationToken cancellationToken);
}
