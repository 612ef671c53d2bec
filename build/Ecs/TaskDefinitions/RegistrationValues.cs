using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions.Api;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// Makes of a task definition what RegisterTaskDefinition takes: no nulls, no members that only a response has, and numbers, texts and truth
/// values in the type that the API gives them. What the API does not know stays.
/// </summary>
internal static class RegistrationValues
{
    public static JsonObject Of(JsonObject taskDefinition)
    {
        var copy = taskDefinition.DeepClone().AsObject();
        foreach (var name in TaskDefinitionShape.ResponseOnly) copy.Remove(name);
        RemoveNulls(copy);
        // ECS refuses an empty list of them, which a description may have.
        if (copy["tags"] is JsonArray { Count: 0 }) copy.Remove("tags");
        Convert(copy, TaskDefinitionShape.Request);
        return copy;
    }

    private static void RemoveNulls(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToList()) members.Remove(name);
            foreach (var member in members) RemoveNulls(member.Value!);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) RemoveNulls(item);
        }
    }

    private static void Convert(JsonNode node, Shape shape)
    {
        switch (node, shape)
        {
            case (JsonObject members, StructureShape structure):
                foreach (var (name, value) in members.ToList())
                {
                    if (value is not null && structure.Members.TryGetValue(name, out var inner)) Convert(value, inner);
                }

                break;
            case (JsonObject entries, MapShape):
                foreach (var (_, value) in entries.ToList())
                {
                    if (value is not null) Convert(value, Shape.Text);
                }

                break;
            case (JsonArray items, ListShape list):
                foreach (var item in items.OfType<JsonNode>().ToList()) Convert(item, list.Item);
                break;
            case (JsonValue scalar, TextShape or IntegerShape or FlagShape) when Converted(scalar, shape) is { } converted:
                scalar.ReplaceWith(converted);
                break;
        }
    }

    /// <returns>Null when the value is of that type already, or cannot be.</returns>
    private static JsonValue? Converted(JsonValue value, Shape shape)
    {
        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return shape switch
        {
            TextShape when kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => JsonValue.Create(text),
            FlagShape when kind == JsonValueKind.String && bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            IntegerShape when Integer(text) is { } number && (kind == JsonValueKind.String || text != number.ToString(CultureInfo.InvariantCulture)) => JsonValue.Create(number),
            _ => null,
        };
    }

    // 128, 128.0 and 1e2 are integers; 128.5 and 1e99 are not.
    private static long? Integer(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (long)number
            : null;
}
