using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>
/// Values that a declaration holds: texts, whole numbers, truth values, and arrays of texts. Not JSON's types, which every start of the
/// program would have to load.
/// </summary>
internal static class Literal
{
    public static Node ToNode(object literal, Place place) => literal is string[] texts
        ? new SequenceNode(place, [.. texts.Select(text => new ScalarNode(place, text, IsPlain: false))])
        : new ScalarNode(place, ToText(literal), IsPlain: literal is not string);

    public static JsonNode ToJson(object literal) => literal switch
    {
        int number => number,
        bool truth => truth,
        string[] texts => new JsonArray([.. texts.Select(text => (JsonNode?)text)]),
        _ => ToText(literal),
    };

    /// <summary>As it is written in YAML.</summary>
    public static string ToYaml(object literal) => literal switch
    {
        string[] texts => $"[{string.Join(", ", texts.Select(Quote))}]",
        string text => Quote(text),
        _ => ToText(literal),
    };

    private static string ToText(object literal) => literal switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => (string)literal,
    };

    private static string Quote(string text)
    {
        var isPlain = text.Length > 0
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '/')
            && !text.All(char.IsAsciiDigit)
            && text is not "-";

        return isPlain ? text : $"\"{text}\"";
    }
}
