using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>The operations of Secrets Manager that change something.</summary>
internal sealed partial class SecretChanges(SecretVault vault, TimeProvider time)
{
    private const int DefaultWindow = 30;

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Text("Name") ?? "";
        if (name.Length == 0)
            throw SecretErrors.InvalidParameter("You must provide a name for the secret.");
        if (!ValidName().IsMatch(name))
            throw new AwsErrorException("ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        var version = SecretVersions.In(request, time.GetUtcNow());
        var created = await vault.ChangeAsync(name, before => Create(before, name, version, request), cancellationToken);
        return Answer(created, version);
    }

    public async Task<JsonObject> PutValueAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var version = SecretVersions.In(request, time.GetUtcNow()) ?? throw SecretErrors.InvalidParameter("You must provide either SecretString or SecretBinary.");
        var changed = await ChangeAsync(request, secret => Add(secret, version), cancellationToken);
        var answer = Answer(changed, version);
        answer["VersionStages"] = SecretVersions.Stages(changed.Versions.Find(known => known.Id == version.Id)!);
        return answer;
    }

    public async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var version = SecretVersions.In(request, time.GetUtcNow());
        var changed = await ChangeAsync(
            request,
            secret =>
            {
                var described = secret with
                {
                    Description = request.Text("Description") ?? secret.Description,
                    KmsKeyId = request.Text("KmsKeyId") ?? secret.KmsKeyId,
                    ChangedAt = time.GetUtcNow(),
                };
                return version is null ? described : Add(described, version);
            },
            cancellationToken);
        return Answer(changed, version);
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var forced = request.Flag("ForceDeleteWithoutRecovery") == true;
        var window = request.Number("RecoveryWindowInDays");
        if (forced && window is not null)
            throw SecretErrors.InvalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        if (window is < 7 or > 30)
            throw SecretErrors.InvalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        var now = time.GetUtcNow();
        var gone = forced ? now : now + TimeSpan.FromDays(window ?? DefaultWindow);
        var deleted = await ChangeAsync(request, secret => secret with { DeletedAt = now, GoneAt = gone, Versions = forced ? [] : secret.Versions }, cancellationToken);
        var answer = Answer(deleted, null);
        answer["DeletionDate"] = gone.ToTimestamp();
        return answer;
    }

    public async Task<JsonObject> RestoreAsync(JsonObject request, CancellationToken cancellationToken) =>
        Answer(await ChangeAsync(request, secret => secret with { DeletedAt = null, GoneAt = null }, cancellationToken, marked: true), null);

    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await ChangeAsync(request, secret => secret with { Tags = TagList.Merge(secret.Tags, request.Objects("Tags")) }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> UntagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var keys = request.Texts("TagKeys");
        await ChangeAsync(request, secret => secret with { Tags = secret.Tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary() }, cancellationToken);
        return [];
    }

    private Secret Create(Secret? before, string name, SecretVersion? version, JsonObject request)
    {
        if (before is { IsMarked: true })
            throw SecretErrors.Scheduled();
        // The same call again, by a client that did not hear the answer.
        if (before is not null && version is not null && before.Versions.Find(known => known.Id == version.Id)?.HasSameValue(version) == true)
            return before;
        if (before is not null)
            throw SecretErrors.Exists(name);
        var secret = new Secret(name, time.GetUtcNow())
        {
            Description = request.Text("Description"),
            KmsKeyId = request.Text("KmsKeyId"),
            Tags = TagList.Merge([], request.Objects("Tags")),
        };
        return version is null ? secret : secret.With(version);
    }

    private static Secret Add(Secret secret, SecretVersion version)
    {
        if (secret.Versions.Find(known => known.Id == version.Id) is not { } same)
            return secret.With(version);
        return same.HasSameValue(version) ? secret : throw SecretErrors.VersionExists(version.Id);
    }

    private Task<Secret> ChangeAsync(JsonObject request, Func<Secret, Secret> change, CancellationToken cancellationToken, bool marked = false) => vault.ChangeAsync(
        request.Text("SecretId") ?? "",
        before => before is null ? throw SecretErrors.NotFound() : before.IsMarked && !marked ? throw SecretErrors.Marked() : change(before),
        cancellationToken);

    private JsonObject Answer(Secret secret, SecretVersion? version)
    {
        var answer = new JsonObject { ["ARN"] = vault.ArnOf(secret.Name), ["Name"] = secret.Name };
        if (version is not null)
            answer["VersionId"] = version.Id;
        return answer;
    }

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@!-]{1,512}$")]
    private static partial Regex ValidName();
}
