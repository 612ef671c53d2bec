using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Protocol;
using Slipway.LocalAws.State;

namespace Slipway.LocalAws.Ecr;

/// <summary>The operations of ECR on repositories.</summary>
internal sealed partial class RepositoryCalls(LocalAwsOptions options, StateStore state, TimeProvider time)
{
    private const int LongestName = 256;

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = (string?)request["repositoryName"] ?? "";
        if (name.Length is < 2 or > LongestName || !NamePattern().IsMatch(name))
            throw EcrErrors.InvalidParameter("repositoryName", $"must satisfy regular expression '{NamePattern()}'");
        if ((string?)request["imageTagMutability"] is { } mutability and not "MUTABLE")
            throw AwsErrorException.NotImplemented($"ECR's imageTagMutability {mutability} (its registry takes every push)");
        var repository = new Repository(name, time.GetUtcNow(), (bool?)request["imageScanningConfiguration"]?["scanOnPush"] ?? false);
        await state.UpdateAsync(
            RepositoryState.StateName,
            EcrJson.Default.RepositoryState,
            before => before.Repositories.ContainsKey(name)
                ? throw EcrErrors.RepositoryAlreadyExists(name, options.Account)
                : before with { Repositories = new(before.Repositories) { [name] = repository } },
            cancellationToken);
        return new() { ["repository"] = Describe(repository) };
    }

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        if (request["repositoryNames"] is JsonArray { Count: > 0 } names)
        {
            var named = names.Select(name => Find(known, (string?)name ?? "", request)).Select(Describe);
            return new() { ["repositories"] = new JsonArray([.. named]) };
        }

        var page = PageOf<Repository>.Take(request, [.. known.Values.OrderBy(repository => repository.Name, StringComparer.Ordinal)]);
        var answer = new JsonObject { ["repositories"] = new JsonArray([.. page.Items.Select(Describe)]) };
        if (page.NextToken is not null)
            answer["nextToken"] = page.NextToken;
        return answer;
    }

    /// <summary>The name of the repository that a request is about.</summary>
    /// <exception cref="AwsErrorException"><c>RepositoryNotFoundException</c>.</exception>
    public async Task<string> NameOfAsync(JsonObject request, CancellationToken cancellationToken) =>
        Find(await ReadAsync(cancellationToken), (string?)request["repositoryName"] ?? "", request).Name;

    private async Task<Dictionary<string, Repository>> ReadAsync(CancellationToken cancellationToken) =>
        (await state.ReadAsync(RepositoryState.StateName, EcrJson.Default.RepositoryState, cancellationToken)).Repositories;

    /// <summary>There is one registry: the account's own.</summary>
    private Repository Find(Dictionary<string, Repository> known, string name, JsonObject request)
    {
        var account = (string?)request["registryId"] ?? options.Account;
        return account == options.Account && known.TryGetValue(name, out var repository) ? repository : throw EcrErrors.RepositoryNotFound(name, account);
    }

    private JsonObject Describe(Repository repository) => new()
    {
        ["repositoryArn"] = $"arn:aws:ecr:{options.Region}:{options.Account}:repository/{repository.Name}",
        ["registryId"] = options.Account,
        ["repositoryName"] = repository.Name,
        ["repositoryUri"] = $"{options.RegistryHost}/{repository.Name}",
        ["createdAt"] = repository.CreatedAt.ToUnixTimeSeconds(),
        ["imageTagMutability"] = "MUTABLE",
        ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.ScanOnPush },
        ["encryptionConfiguration"] = new JsonObject { ["encryptionType"] = "AES256" },
    };

    [GeneratedRegex("^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
