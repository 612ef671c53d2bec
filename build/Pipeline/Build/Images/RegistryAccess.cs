using Slipway.Aws.Ecr;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Yaml;

namespace Slipway.Pipeline.Build.Images;

/// <summary>The account's image registry: where repositories are, and the login that Docker and the registry's API need.</summary>
public sealed class RegistryAccess(EcrClient ecr, RegistryLogins logins) : IDisposable
{
    private readonly Dictionary<string, EcrRepository> _repositories = [];
    private RegistryClient? _client;

    /// <exception cref="InvalidOperationException">Before <see cref="LogInAsync"/>.</exception>
    public RegistryClient Client => _client ?? throw new InvalidOperationException("Not logged in to the registry.");

    /// <summary>A repository's name with the registry's host, as ECR gives it.</summary>
    public string UriOf(string repository) => _repositories[repository].Uri;

    /// <summary>Whether a tag of a repository stays with the image that has it.</summary>
    /// <param name="uri">With the registry's host.</param>
    public bool Fixes(string uri, string tag) => _repositories.Values.Any(repository => repository.Uri == uri && repository.Fixes(tag));

    /// <exception cref="RunFailedException">Repositories are missing; all are named, with the command that creates each.</exception>
    public async Task FindRepositoriesAsync(Settings settings, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        var places = PlaceByRepository(settings);
        var found = await ecr.DescribeRepositoriesAsync([.. places.Keys], cancellation);
        foreach (var (name, repository) in found.Found) _repositories[name] = repository;
        if (found.Missing.Count == 0)
        {
            RequireRegistry(settings, placeholders);
            return;
        }

        var missing = found.Missing.Select(name => $"\n  {places[name]}: '{name}': aws ecr create-repository --region {settings.Region} --repository-name {name}");
        throw new RunFailedException(
            ExitCodes.Prerequisite, $"The registry has not all repositories. Create those that are missing, or correct their names:{string.Concat(missing)}");
    }

    /// <summary>Pushing to the wrong registry is worse than not pushing. Where none is written down, the account's own is right, and a rehearsal's is its own.</summary>
    private void RequireRegistry(Settings settings, PlaceholderValues placeholders)
    {
        if (settings.IsRehearsal || !settings.Places.ContainsKey("registry") || settings.Registry?.Render(placeholders) is not { } registry) return;
        if (_repositories.Values.Select(repository => repository.Uri).FirstOrDefault(uri => !uri.StartsWith(registry + "/", StringComparison.Ordinal)) is not { } elsewhere) return;
        throw new RunFailedException(
            ExitCodes.Configuration,
            $"{settings.PlaceOf("registry")}: the registry of this account and region is {elsewhere[..elsewhere.IndexOf('/', StringComparison.Ordinal)]}, and 'registry' is {registry}. Correct it, or use the credentials of its account.");
    }

    /// <summary>Creates those that are missing; for a rehearsal.</summary>
    public async Task CreateRepositoriesAsync(Settings settings, CancellationToken cancellation)
    {
        var found = await ecr.DescribeRepositoriesAsync([.. PlaceByRepository(settings).Keys], cancellation);
        foreach (var name in found.Missing) await ecr.CreateRepositoryAsync(name, cancellation);
    }

    /// <summary>Logs docker in to ECR, and to Docker Hub when its credentials are in the environment.</summary>
    /// <exception cref="RunFailedException">A registry did not accept the login.</exception>
    public async Task<RegistryLogin> LogInAsync(CancellationToken cancellation)
    {
        var login = await ecr.GetAuthorizationTokenAsync(cancellation);
        _client ??= new RegistryClient(new Dictionary<string, RegistryCredentials> { [login.Host] = new(login.UserName, login.Password.Reveal()) });
        await logins.LogInToEcrAsync(login, cancellation);
        await logins.LogInToDockerHubAsync(cancellation);
        return login;
    }

    public void Dispose() => _client?.Dispose();

    private static Dictionary<string, Place> PlaceByRepository(Settings settings) =>
        settings.Images.Select(image => (image.Repository, image.Place)).Concat(settings.Pull.Select(pull => (pull.Repository, pull.Place)))
            .DistinctBy(named => named.Repository).ToDictionary(named => named.Repository, named => named.Place);
}
