using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>TagResource, UntagResource, ListTagsForResource, on clusters, services, tasks, capacity providers and task definitions.</summary>
public sealed class TagOperations(EcsState state) : IOperations
{
    public const int MostTags = 50;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["TagResource"] = Tag,
        ["UntagResource"] = Untag,
        ["ListTagsForResource"] = request => new() { ["tags"] = Find(request).Tags.DeepClone() },
    };

    private JsonObject Tag(JsonObject request)
    {
        var added = request.Objects("tags");
        if (added.FirstOrDefault(tag => tag.RequiredText("key").StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } reserved)
            throw EcsErrors.InvalidParameter($"Tag key '{reserved.Text("key")}' begins with aws:, which is reserved.");
        var (tags, set) = Find(request);
        var kept = tags.OfType<JsonObject>().Where(tag => added.All(other => other.Text("key") != tag.Text("key")));
        var all = kept.Concat(added).Select(tag => tag.DeepClone()).ToArray();
        if (all.Length > MostTags)
            throw EcsErrors.InvalidParameter($"Too many tags. A resource has {MostTags} at most.");
        set(new(all));
        return [];
    }

    private JsonObject Untag(JsonObject request)
    {
        var keys = request.Texts("tagKeys");
        var (tags, set) = Find(request);
        set(new([.. tags.OfType<JsonObject>().Where(tag => !keys.Contains(tag.Text("key"))).Select(tag => tag.DeepClone())]));
        return [];
    }

    private (JsonArray Tags, Action<JsonArray> Set) Find(JsonObject request)
    {
        var arn = request.RequiredText("resourceArn");
        if (arn.Split(':', 6) is not [.., var resource] || !arn.StartsWith("arn:aws:ecs:", StringComparison.Ordinal))
            throw EcsErrors.InvalidParameter($"Invalid ARN '{arn}'.");
        return resource.Split('/') switch
        {
            ["cluster", _] when state.Clusters.Find(cluster => cluster.Arn == arn) is { } cluster => In(cluster.Definition),
            ["cluster", _] => throw EcsErrors.ClusterNotFound(),
            ["service", ..] when state.Services.FindLast(service => service.Arn == arn && service.Status != ServiceStatus.Inactive) is { } service => In(service.Definition),
            ["task", ..] when state.Tasks.Find(task => task.Arn == arn) is { } task => (task.Tags ?? [], tags => task.Tags = tags),
            ["capacity-provider", _] when state.CapacityProviders.Find(provider => provider.Arn == arn) is { } provider => In(provider.Definition),
            ["task-definition", _] when state.TaskDefinitions.Find(known => known.Arn == arn) is { } known => (known.Tags ?? [], tags => known.Tags = tags),
            _ => throw new AwsErrorException("ResourceNotFoundException", $"The specified resource couldn't be found: {arn}"),
        };
    }

    private static (JsonArray Tags, Action<JsonArray> Set) In(JsonObject definition) =>
        (definition["tags"] as JsonArray ?? [], tags => definition["tags"] = tags);
}
