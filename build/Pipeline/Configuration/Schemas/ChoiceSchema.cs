using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One of a few names.</summary>
/// <typeparam name="T">Of the values.</typeparam>
internal sealed class ChoiceSchema<T>(params NamedValue[] choices) : Schema<T>
    where T : struct
{
    public override string Type => string.Join(" \\| ", choices.Select(choice => $"`{choice.Name}`"));

    public override object? Read(FieldValue found, ReadContext context) => Choices.Read(choices, found, context);

    public override object Fallback(Place place) => choices[0].Value;

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice.Name)]) };
}
