using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>Secrets Manager: secrets with their versions and stages. Rotation, replication, policies and encryption are not emulated.</summary>
internal sealed class SecretsManagerService(SecretVault vault, SecretChanges changes) : IJsonService
{
    private const int LongestPage = 100;

    public string TargetPrefix => "secretsmanager";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateSecret AddReplicaRegions",
        "CreateSecret,UpdateSecret Type",
        "ListSecrets SortBy",
        "PutSecretValue RotationToken",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "CreateSecret" => changes.CreateAsync(request, cancellationToken),
        "PutSecretValue" => changes.PutValueAsync(request, cancellationToken),
        "UpdateSecret" => changes.UpdateAsync(request, cancellationToken),
        "DeleteSecret" => changes.DeleteAsync(request, cancellationToken),
        "RestoreSecret" => changes.RestoreAsync(request, cancellationToken),
        "TagResource" => changes.TagAsync(request, cancellationToken),
        "UntagResource" => changes.UntagAsync(request, cancellationToken),
        "GetSecretValue" => GetValueAsync(request, cancellationToken),
        "DescribeSecret" => DescribeAsync(request, cancellationToken),
        "ListSecrets" => ListAsync(request, cancellationToken),
        "ListSecretVersionIds" => ListVersionsAsync(request, cancellationToken),
        "GetResourcePolicy" => GetPolicyAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("Secrets Manager", operation),
    };

    private async Task<JsonObject> GetValueAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var secret = await FindAsync(request, cancellationToken);
        var version = SecretVersions.Choose(secret, request.Text("VersionId"), request.Text("VersionStage"));
        return new()
        {
            ["ARN"] = vault.ArnOf(secret.Name),
            ["Name"] = secret.Name,
            ["VersionId"] = version.Id,
            [version.Text is null ? "SecretBinary" : "SecretString"] = version.Text ?? version.Binary,
            ["VersionStages"] = SecretVersions.Stages(version),
            ["CreatedDate"] = version.CreatedAt.ToTimestamp(),
        };
    }

    private async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var secret = await vault.FindAsync(request.Text("SecretId") ?? "", cancellationToken) ?? throw SecretErrors.NotFound();
        return View(secret, "VersionIdsToStages");
    }

    /// <summary>No secret has one: PutResourcePolicy is refused.</summary>
    private async Task<JsonObject> GetPolicyAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var secret = await FindAsync(request, cancellationToken);
        return new() { ["ARN"] = vault.ArnOf(secret.Name), ["Name"] = secret.Name };
    }

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var all = (await vault.ReadAsync(cancellationToken)).Values.OrderBy(secret => secret.Name, StringComparer.Ordinal)
            .Where(secret => !secret.IsMarked || request.Flag("IncludePlannedDeletion") == true)
            .Where(secret => request.Objects("Filters").All(filter => SecretFilter.Matches(secret, filter)));
        var listed = request.Text("SortOrder") == "desc" ? all.Reverse() : all;
        return ListPage.Of(request, "SecretList", [.. listed], secret => View(secret, "SecretVersionsToStages"), LongestPage, "InvalidNextTokenException");
    }

    private async Task<JsonObject> ListVersionsAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var secret = await vault.FindAsync(request.Text("SecretId") ?? "", cancellationToken) ?? throw SecretErrors.NotFound();
        var versions = secret.Versions.Where(version => version.Stages.Count > 0 || request.Flag("IncludeDeprecated") == true).ToList();
        var page = ListPage.Of(request, "Versions", versions, View, LongestPage, "InvalidNextTokenException");
        page["ARN"] = vault.ArnOf(secret.Name);
        page["Name"] = secret.Name;
        return page;

        static JsonObject View(SecretVersion version) => new()
        {
            ["VersionId"] = version.Id,
            ["VersionStages"] = SecretVersions.Stages(version),
            ["CreatedDate"] = version.CreatedAt.ToTimestamp(),
        };
    }

    private async Task<Secret> FindAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var secret = await vault.FindAsync(request.Text("SecretId") ?? "", cancellationToken) ?? throw SecretErrors.NotFound();
        return secret.IsMarked ? throw SecretErrors.Marked() : secret;
    }

    private JsonObject View(Secret secret, string versions)
    {
        var view = new JsonObject
        {
            ["ARN"] = vault.ArnOf(secret.Name),
            ["Name"] = secret.Name,
            ["CreatedDate"] = secret.CreatedAt.ToTimestamp(),
            ["LastChangedDate"] = secret.ChangedAt.ToTimestamp(),
        };
        if (secret.Description is { } description)
            view["Description"] = description;
        if (secret.KmsKeyId is { } key)
            view["KmsKeyId"] = key;
        if (secret.Tags.Count > 0)
            view["Tags"] = TagList.Of(secret.Tags);
        view.AddTime("DeletedDate", secret.DeletedAt);
        var staged = secret.Versions.Where(version => version.Stages.Count > 0);
        view[versions] = new JsonObject(staged.Select(version => KeyValuePair.Create(version.Id, (JsonNode?)SecretVersions.Stages(version))));
        return view;
    }
}
