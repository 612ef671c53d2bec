
using Slipway.Aws.Ecr;
using Slipway.Docker;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Redaction;

namespace Slipway.Pipeline.Build.Images;

/// <summary>Logs docker in to the registries that a run speaks to.</summary>
/// <param name="environment">Where Docker Hub's credentials are looked for.</param>
public sealed class RegistryLogins(DockerCli docker, SecretValues secrets, IReadOnlyDictionary<string, string> environment)
{
    /// <exception cref="RunFailedException">The registry did not accept the login, or does not answer; exit code 3.</exception>
    public async Task LogInToEcrAsync(RegistryLogin login, CancellationToken cancellation)
    {
        secrets.Add(login.Password.Reveal());
        try
        {
            await docker.LoginAsync(login.Host, login.UserName, login.Password.Reveal(), cancellation);
        }
        catch (ToolException failure)
        {
            throw RegistryFailure.From(
                failure,
                $"The login to registry '{login.Host}' as '{login.UserName}' failed",
                "Its password is the token that ECR's GetAuthorizationToken just gave: check that host and token are of one account and region "
                + "(AWS_ENDPOINT_URL_ECR, AWS_REGION), and that nothing between here and the registry changes the request.");
        }
    }

    /// <summary>Only when its credentials are in the environment; its limits for anonymous pulls are low.</summary>
    /// <exception cref="RunFailedException">Docker Hub did not accept the login, or does not answer; exit code 3.</exception>
    public async Task LogInToDockerHubAsync(CancellationToken cancellation)
    {
        if (environment.GetValueOrDefault(EnvironmentVariables.DockerHubUserName) is not { Length: > 0 } user
            || environment.GetValueOrDefault(EnvironmentVariables.DockerHubPassword) is not { Length: > 0 } password)
            return;
        secrets.Add(password);
        try
        {
            await docker.LoginAsync(registry: null, user, password, cancellation);
        }
        catch (ToolException failure)
        {
            throw RegistryFailure.From(
                failure,
                $"The login to Docker Hub as '{user}' failed",
                $"Correct {EnvironmentVariables.DockerHubUserName} and {EnvironmentVariables.DockerHubPassword} (an access token is a password, too), or unset both to pull anonymously.");
        }
    }
}
