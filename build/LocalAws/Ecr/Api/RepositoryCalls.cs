using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>The operations of ECR on repositories.</summary>
internal sealed partial class RepositoryCalls(LocalAwsOptions options, RepositoryStore repositories, IRegistryContainer registry, RegistryApi api, TimeProvider time)
{
    private const int LongestName = 256;

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Text("repositoryName") ?? "";
        if (name.Length is < 2 or > LongestName || !NamePattern().IsMatch(name))
            throw EcrErrors.InvalidParameter("repositoryName", $"must satisfy regular expression '{NamePattern()}'");
        // The sentence is unconfirmed.
        if (request.Text("registryId") is { } registry && registry != options.Account)
            throw EcrErrors.InvalidParameter("registryId", "must be the account's own registry");
        var repository = new Repository(name, time.GetUtcNow(), request.Object("imageScanningConfiguration")?.Flag("scanOnPush") ?? false)
        {
            Mutability = TagMutability.Of(request),
            Encryption = ImageEncryption.Of(request, options),
            Tags = TagList.Merge([], request.Objects("tags")),
        };
        await repositories.AddAsync(repository, cancellationToken);
        return new() { ["repository"] = Describe(repository) };
    }

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var known = await repositories.ReadAsync(cancellationToken);
        if (request.Texts("repositoryNames") is { Count: > 0 } names)
        {
            var named = names.Select(name => repositories.Find(known, name, request)).Select(Describe);
            return new() { ["repositories"] = new JsonArray([.. named]) };
        }

        return ListPage.Of<Repository>(request, [.. known.Values.OrderBy(repository => repository.Name, StringComparer.Ordinal)]).ToJson("repositories", Describe);
    }

    /// <summary>Its tagged images go with it; layers stay in the registry's volume until LocalAws goes.</summary>
    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        var address = await registry.EnsureAsync(cancellationToken);
        var tags = await api.TagsAsync(address, repository.Name, cancellationToken);
        if (tags.Count > 0 && request.Flag("force") != true)
            throw EcrErrors.RepositoryNotEmpty(repository.Name, options.Account);
        foreach (var tag in tags)
        {
            if (await api.ManifestAsync(address, repository.Name, tag, null, cancellationToken) is { } manifest)
                await api.DeleteManifestAsync(address, repository.Name, manifest.Digest, cancellationToken);
        }

        await repositories.RemoveAsync(repository, cancellationToken);
        return new() { ["repository"] = Describe(repository) };
    }

    public async Task<JsonObject> PutMutabilityAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var mutability = TagMutability.Of(request);
        var repository = await repositories.ChangeAsync(request, before => before with { Mutability = mutability }, cancellationToken);
        var answer = Identify(repository);
        mutability.WriteTo(answer);
        return answer;
    }

    public async Task<JsonObject> PutScanningAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var scans = request.Object("imageScanningConfiguration")?.Flag("scanOnPush") ?? false;
        var repository = await repositories.ChangeAsync(request, before => before with { ScanOnPush = scans }, cancellationToken);
        var answer = Identify(repository);
        answer["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = scans };
        return answer;
    }

    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await repositories.ChangeAsync(request, before => before with { Tags = TagList.Merge(before.Tags ?? [], request.Objects("tags")) }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> UntagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var keys = request.Texts("tagKeys");
        await repositories.ChangeAsync(request, before => before with { Tags = (before.Tags ?? []).Where(tag => !keys.Contains(tag.Key)).ToDictionary() }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> ListTagsAsync(JsonObject request, CancellationToken cancellationToken) =>
        new() { ["tags"] = TagList.Of((await repositories.GetAsync(request, cancellationToken)).Tags ?? []) };

    private JsonObject Identify(Repository repository) => new() { ["registryId"] = options.Account, ["repositoryName"] = repository.Name };

    private JsonObject Describe(Repository repository)
    {
        var view = new JsonObject
        {
            ["repositoryArn"] = repositories.ArnOf(repository.Name),
            ["registryId"] = options.Account,
            ["repositoryName"] = repository.Name,
            ["repositoryUri"] = $"{options.RegistryHost}/{repository.Name}",
            ["createdAt"] = repository.CreatedAt.ToUnixTimeSeconds(),
            ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.ScanOnPush },
            ["encryptionConfiguration"] = (repository.Encryption ?? ImageEncryption.Default).ToJson(),
        };
        (repository.Mutability ?? TagMutability.Mutable).WriteTo(view);
        return view;
    }

    [GeneratedRegex("^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
