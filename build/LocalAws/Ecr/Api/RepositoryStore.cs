using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>The repositories by name. There is one registry: the account's own.</summary>
internal sealed class RepositoryStore(LocalAwsOptions options, StateStore state)
{
    private string ArnPrefix => $"arn:aws:ecr:{options.Region}:{options.Account}:repository/";

    public string ArnOf(string name) => ArnPrefix + name;

    public async Task<IReadOnlyDictionary<string, Repository>> ReadAsync(CancellationToken cancellationToken) =>
        (await state.ReadAsync(RepositoryState.StateName, EcrJson.Default.RepositoryState, cancellationToken)).Repositories;

    /// <summary>The repository that a request is about: by <c>repositoryName</c>, or by <c>resourceArn</c>.</summary>
    /// <exception cref="AwsErrorException"><c>RepositoryNotFoundException</c>.</exception>
    public async Task<Repository> GetAsync(JsonObject request, CancellationToken cancellationToken) =>
        Find(await ReadAsync(cancellationToken), NameIn(request), request);

    /// <exception cref="AwsErrorException"><c>RepositoryNotFoundException</c>.</exception>
    public Repository Find(IReadOnlyDictionary<string, Repository> known, string name, JsonObject request)
    {
        var account = request.Text("registryId") ?? options.Account;
        return account == options.Account && known.TryGetValue(name, out var repository) ? repository : throw EcrErrors.RepositoryNotFound(name, account);
    }

    /// <exception cref="AwsErrorException"><c>RepositoryAlreadyExistsException</c>.</exception>
    public Task AddAsync(Repository repository, CancellationToken cancellationToken) => UpdateAsync(
        all => all.TryAdd(repository.Name, repository) ? repository : throw EcrErrors.RepositoryAlreadyExists(repository.Name, options.Account),
        cancellationToken);

    /// <summary>Changes the repository that a request is about with nobody in between.</summary>
    /// <exception cref="AwsErrorException"><c>RepositoryNotFoundException</c>.</exception>
    public Task<Repository> ChangeAsync(JsonObject request, Func<Repository, Repository> change, CancellationToken cancellationToken) =>
        UpdateAsync(all => all[NameIn(request)] = change(Find(all, NameIn(request), request)), cancellationToken);

    /// <summary>Notes when an image came; a repository that was deleted meanwhile has none.</summary>
    public Task PushedAsync(string name, string digest, DateTimeOffset at, CancellationToken cancellationToken) => state.UpdateAsync(
        RepositoryState.StateName,
        EcrJson.Default.RepositoryState,
        before =>
        {
            if (before.Repositories.TryGetValue(name, out var repository))
            {
                var pushed = new Dictionary<string, DateTimeOffset>(repository.Pushed ?? []);
                // Another tag makes it no newer; that AWS has it so too is not confirmed.
                pushed.TryAdd(digest, at);
                before.Repositories[name] = repository with { Pushed = pushed };
            }

            return before;
        },
        cancellationToken);

    /// <summary>Forgets when an image that is deleted came, and what was found in it.</summary>
    public Task ForgetAsync(string name, string digest, CancellationToken cancellationToken) => state.UpdateAsync(
        RepositoryState.StateName,
        EcrJson.Default.RepositoryState,
        before =>
        {
            if (before.Repositories.TryGetValue(name, out var repository))
                before.Repositories[name] = repository with { Pushed = repository.Pushed?.Where(known => known.Key != digest).ToDictionary(), Scans = repository.Scans?.Where(known => known.Key != digest).ToDictionary() };
            return before;
        },
        cancellationToken);

    public Task RemoveAsync(Repository repository, CancellationToken cancellationToken) => UpdateAsync(
        all =>
        {
            all.Remove(repository.Name);
            return repository;
        },
        cancellationToken);

    private string NameIn(JsonObject request) =>
        request.Text("resourceArn") is { } arn ? arn.StartsWith(ArnPrefix, StringComparison.Ordinal) ? arn[ArnPrefix.Length..] : arn : request.Text("repositoryName") ?? "";

    private async Task<Repository> UpdateAsync(Func<Dictionary<string, Repository>, Repository> change, CancellationToken cancellationToken)
    {
        Repository? changed = null;
        await state.UpdateAsync(
            RepositoryState.StateName,
            EcrJson.Default.RepositoryState,
            before =>
            {
                changed = change(before.Repositories);
                return before;
            },
            cancellationToken);
        return changed!;
    }
}
