
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>Values of secrets and parameters, for who runs in this process.</summary>
public interface ISecretValues
{
    /// <param name="stage">Null: <c>AWSCURRENT</c>, unless there is a version.</param>
    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>, or the secret is marked for deletion.</exception>
    Task<string> ReadSecretAsync(string nameOrArn, string? stage, string? version, CancellationToken cancellationToken);

    /// <returns>Null when there is no such parameter.</returns>
    Task<string?> ReadParameterAsync(string nameOrArn, CancellationToken cancellationToken);
}
