using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>One of a few names.</summary>
internal sealed class ChoiceSchema<T>(params NamedValue<T>[] choices) : ScalarSchema<T>
    where T : struct
{
    public override string Type => string.Join(" \\| ", choices.Select(choice => $"`{choice.Name}`"));

    public override T StandIn(Place place) => choices[0].Value;

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice.Name)]) };

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, out T value)
    {
        value = choices[0].Value;

        if (PlainText.Read(scalar, path, reading) is not { } text)
            return false;

        if (Array.Find(choices, choice => choice.Name == text) is { } chosen)
        {
            value = chosen.Value;
            return true;
        }

        var hint = Suggestion.Phrase(text, [.. choices.Select(choice => choice.Name)]);
        reading.Errors.Add(scalar.Place, ErrorCode.InvalidValue, $"'{path}' cannot be '{text}'{hint}");
        return false;
    }
}
