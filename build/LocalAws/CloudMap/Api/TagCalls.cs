using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>TagResource, UntagResource and ListTagsForResource, on namespaces and services.</summary>
internal sealed class TagCalls(CloudMapStore store)
{
    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await ChangeAsync(request, tags => TagList.Merge(new(tags), request.Objects("Tags")), cancellationToken);
        return [];
    }

    public async Task<JsonObject> UntagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var keys = request.Texts("TagKeys");
        await ChangeAsync(request, tags => tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary(), cancellationToken);
        return [];
    }

    public JsonObject List(JsonObject request)
    {
        var arn = request.Required("ResourceARN");
        var tags = store.Current.Namespace(arn)?.Tags ?? store.Current.Service(arn)?.Tags ?? throw NotFound(arn);
        return new() { ["Tags"] = TagList.Of(tags) };
    }

    private Task ChangeAsync(JsonObject request, Func<IReadOnlyDictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken)
    {
        var arn = request.Required("ResourceARN");
        return store.ChangeAsync(
            before => before.Namespace(arn) is { } space ? before.With(space with { Tags = change(space.Tags) })
                : before.Service(arn) is { } service ? before.With(service with { Tags = change(service.Tags) })
                : throw NotFound(arn),
            cancellationToken);
    }

    private static AwsErrorException NotFound(string arn) => new("ResourceNotFoundException", $"No resource found for {arn}.");
}
