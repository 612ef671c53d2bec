using Slipway.Aws.Ecr;
using Slipway.Docker;
using Slipway.Docker.Registry;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Secrets;

namespace Slipway.Pipeline.Images;

/// <summary>The account's image registry: where repositories are, and the login that Docker and the registry's API need.</summary>
public sealed class RegistryAccess(EcrClient ecr, DockerCli docker, SecretValues secrets, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private readonly Dictionary<string, string> _uris = [];
    private RegistryClient? _client;

    /// <exception cref="InvalidOperationException">Before <see cref="LogInAsync"/>.</exception>
    public RegistryClient Client => _client ?? throw new InvalidOperationException("Not logged in to the registry.");

    /// <summary>A repository's name with the registry's host, as ECR gives it.</summary>
    public string UriOf(string repository) => _uris[repository];

    /// <exception cref="RunFailedException">Repositories are missing; all are named, with the command that creates each.</exception>
    public async Task FindRepositoriesAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var found = await ecr.DescribeRepositoriesAsync(names, cancellation);
        foreach (var (name, repository) in found.Found) _uris[name] = repository.Uri;
        if (found.Missing.Count == 0) return;
        throw new RunFailedException(
            ExitCodes.Prerequisite,
            $"The registry has no repository {string.Join(", ", found.Missing.Select(name => $"'{name}'"))}. Create what is missing, or correct 'images' and 'pull':\n  "
            + string.Join("\n  ", found.Missing.Select(name => $"aws ecr create-repository --repository-name {name}")));
    }

    public async Task CreateRepositoriesAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var found = await ecr.DescribeRepositoriesAsync(names, cancellation);
        foreach (var name in found.Missing) await ecr.CreateRepositoryAsync(name, cancellation);
    }

    /// <summary>Logs Docker in to ECR, and to Docker Hub when its credentials are in the environment: its anonymous limits are low.</summary>
    public async Task<RegistryLogin> LogInAsync(CancellationToken cancellation)
    {
        var login = await ecr.GetAuthorizationTokenAsync(cancellation);
        secrets.Add(login.Password.Reveal());
        _client ??= new RegistryClient(new Dictionary<string, RegistryCredentials> { [login.Host] = new(login.UserName, login.Password.Reveal()) });
        await docker.LoginAsync(login.Host, login.UserName, login.Password.Reveal(), cancellation);
        if (environment.GetValueOrDefault(EnvironmentVariables.DockerHubUserName) is { Length: > 0 } user
            && environment.GetValueOrDefault(EnvironmentVariables.DockerHubPassword) is { Length: > 0 } password)
        {
            secrets.Add(password);
            await docker.LoginAsync(registry: null, user, password, cancellation);
        }

        return login;
    }

    public void Dispose() => _client?.Dispose();
}
