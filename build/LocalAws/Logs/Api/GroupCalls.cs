using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>The operations of CloudWatch Logs on groups, and on their tags.</summary>
internal sealed class GroupCalls(LocalAwsOptions options, LogGroups groups, LogStreams streams)
{
    private static readonly int[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var tags = request.Tags();
        var (key, kind) = (request.Text("kmsKeyId"), request.Text("logGroupClass") ?? "STANDARD");
        await groups.CreateAsync(request.GroupName(), made => made with { Tags = tags, KmsKeyId = key, Class = kind }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (prefix, pattern) = (request.Text("logGroupNamePrefix"), request.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null)
            throw LogErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        var named = request.Texts("logGroupIdentifiers").Select(LogRequests.NameOf).ToHashSet();
        var found = (await groups.ReadAsync(cancellationToken)).Values
            .Where(group => prefix is null || group.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(group => pattern is null || group.Name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            .Where(group => named.Count == 0 || named.Contains(group.Name))
            .Where(group => request.Text("logGroupClass") is not { } wanted || group.Class == wanted)
            .OrderBy(group => group.Name, StringComparer.Ordinal).ToList();
        var sizes = new Dictionary<string, long>();
        foreach (var group in found)
            sizes[group.Name] = (await streams.ListAsync(group.Name, cancellationToken)).Sum(file => file.Facts.Bytes);
        return LogPage.Of(request, "logGroups", found, group => View(group, sizes[group.Name]));
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.GroupName();
        await groups.RemoveAsync(name, cancellationToken);
        await streams.RemoveGroupAsync(name, cancellationToken);
        return [];
    }

    public async Task<JsonObject> PutRetentionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var days = request.Number("retentionInDays") ?? throw LogErrors.Constraint("null", "retentionInDays", "Member must not be null");
        if (!Retentions.Contains(days))
            throw LogErrors.Constraint($"{days}", "retentionInDays", $"Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        await groups.ChangeAsync(request.GroupName(), group => group with { RetentionInDays = days }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> DeleteRetentionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await groups.ChangeAsync(request.GroupName(), group => group with { RetentionInDays = null }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var added = request.Tags();
        await groups.ChangeAsync(Tagged(request), group => group with { Tags = group.Tags.Where(tag => !added.ContainsKey(tag.Key)).Concat(added).ToDictionary() }, cancellationToken);
        return [];
    }

    /// <param name="keys">The member that has the keys: the older operation calls it otherwise.</param>
    public async Task<JsonObject> UntagAsync(JsonObject request, string keys, CancellationToken cancellationToken)
    {
        var removed = request.Texts(keys);
        await groups.ChangeAsync(Tagged(request), group => group with { Tags = group.Tags.Where(tag => !removed.Contains(tag.Key)).ToDictionary() }, cancellationToken);
        return [];
    }

    public async Task<JsonObject> ListTagsAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(Tagged(request), cancellationToken);
        return new() { ["tags"] = new JsonObject(group.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))) };
    }

    /// <summary>The ARN of the newer operations, the name of the older ones.</summary>
    private static string Tagged(JsonObject request) =>
        request.Text("resourceArn") is { } arn ? LogRequests.NameOf(arn) : request.GroupName();

    private JsonObject View(LogGroup group, long bytes)
    {
        var arn = $"arn:aws:logs:{options.Region}:{options.Account}:log-group:{group.Name}";
        var view = new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.CreatedAt.ToUnixTimeMilliseconds(),
            ["metricFilterCount"] = 0,
            ["arn"] = $"{arn}:*",
            ["storedBytes"] = bytes,
            ["logGroupClass"] = group.Class,
            ["logGroupArn"] = arn,
        };
        if (group.RetentionInDays is { } days)
            view["retentionInDays"] = days;
        if (group.KmsKeyId is { } key)
            view["kmsKeyId"] = key;
        return view;
    }
}
