using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>
/// Holds an answer against what is expected of it. An object has to have the members that are named; a list has to have the same
/// length; a text is the value itself, or <c>#text</c>, <c>#number</c>, <c>#time</c>, <c>#flag</c>, <c>#list</c>, <c>#object</c>, <c>#absent</c>,
/// <c>#some</c> (a list with an entry of the next element's shape), or <c>#/…/</c> with a regular expression.
/// </summary>
internal static class Shape
{
    /// <summary>Each place that was checked, and what is wrong there, or null.</summary>
    public static IEnumerable<(string At, string? Wrong)> Compare(string at, JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject members:
                if (actual is not JsonObject present)
                    return [(at, $"is {Show(actual)}, not an object")];
                return members.SelectMany(member => Compare(at.Length == 0 ? member.Key : $"{at}.{member.Key}", member.Value, present[member.Key])).Prepend((at, null));
            case JsonArray items when items is [JsonValue word, { } some] && word.GetValueKind() == JsonValueKind.String && (string?)word == "#some":
                return [(at, actual is JsonArray all && all.Any(item => Compare(at, some, item).All(place => place.Wrong is null)) ? null : $"is {Show(actual)}, without {some.ToJsonString()}")];
            case JsonArray items:
                if (actual is not JsonArray list || list.Count != items.Count)
                    return [(at, $"is {Show(actual)}, not a list of {items.Count}")];
                return items.SelectMany((item, index) => Compare($"{at}[{index}]", item, list[index])).Prepend((at, null));
            default:
                return [(at, Mismatch(expected, actual))];
        }
    }

    private static string? Mismatch(JsonNode? expected, JsonNode? actual)
    {
        var matches = expected is JsonValue value && value.GetValueKind() == JsonValueKind.String && (string)value! is ['#', ..] rule
            ? Matches(rule, actual)
            : JsonNode.DeepEquals(expected, actual);
        return matches ? null : $"is {Show(actual)}, not {Show(expected)}";
    }

    private static bool Matches(string rule, JsonNode? actual) => rule switch
    {
        "#text" => actual?.GetValueKind() == JsonValueKind.String,
        "#number" => actual?.GetValueKind() == JsonValueKind.Number,
        // Within a day: seconds or milliseconds since 1970.
        "#time" => actual?.GetValueKind() == JsonValueKind.Number && IsNow((double)actual),
        "#flag" => actual?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "#list" => actual is JsonArray,
        "#object" => actual is JsonObject,
        "#absent" => actual is null,
        _ when rule.StartsWith("#/", StringComparison.Ordinal) => actual?.GetValueKind() == JsonValueKind.String
            && System.Text.RegularExpressions.Regex.IsMatch((string)actual!, rule[2..^1], System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)),
        _ => throw new InvalidDataException($"'{rule}' is no rule."),
    };

    private static bool IsNow(double value)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Math.Abs((value > 1e11 ? value / 1000 : value) - now) < TimeSpan.FromDays(40).TotalSeconds;
    }

    private static string Show(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 300)] : "absent";
}
