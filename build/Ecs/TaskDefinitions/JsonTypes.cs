using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions.Api;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>What AWS's JSON protocol refuses before an operation sees it: a value of another type than the API gives its member.</summary>
public static class JsonTypes
{
    /// <returns>
    /// AWS's sentence about the first such value; null when there is none. Members that the API does not know pass, null counts as absent. The
    /// sentences about strings and numbers are quoted by users; the others are not confirmed.
    /// </returns>
    public static string? Mismatch(JsonObject registration) => Find(registration, TaskDefinitionShape.Request);

    private static string? Find(JsonNode? node, Shape shape) => (node, shape) switch
    {
        (null, _) => null,
        (JsonObject members, StructureShape structure) => First(members.Select(member => structure.Members.TryGetValue(member.Key, out var inner) ? Find(member.Value, inner) : null)),
        (JsonObject entries, MapShape) => First(entries.Select(entry => Find(entry.Value, Shape.Text))),
        (JsonArray items, ListShape list) => First(items.Select(item => Find(item, list.Item))),
        (JsonObject, _) => "Start of structure or map found where not expected.",
        (JsonArray, _) => "Start of list found where not expected",
        (_, StructureShape or MapShape or ListShape) => "Unexpected field type",
        (_, TextShape or EnumerationShape) when node.GetValueKind() is not JsonValueKind.String => $"{Token(node)} can not be converted to a String",
        (_, IntegerShape) when node.GetValueKind() is not JsonValueKind.Number => $"{Token(node)} can not be converted to an Integer",
        (_, FlagShape) when node.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) => $"{Token(node)} can not be converted to a Boolean",
        _ => null,
    };

    private static string? First(IEnumerable<string?> problems) => problems.FirstOrDefault(problem => problem is not null);

    private static string Token(JsonNode node) => $"{node.GetValueKind().ToString().ToUpperInvariant()}_VALUE";
}
