using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A text that follows a rule.</summary>
internal sealed class TextSchema(TextRule rule) : Schema<string>
{
    public override string Type => rule.Noun;

    public override object Fallback(Place place) => string.Empty;

    public override object? Read(FieldValue found, ReadContext context) => found.Text(context, Check);

    public override JsonObject ToJson(bool isWhole) => rule.ToJson();

    private string? Check(string text)
    {
        if (rule.Check(text) is not { } problem)
            return null;

        return text.Contains('{', StringComparison.Ordinal)
            ? $"{problem}; no placeholders are replaced in this key, so write the value under each environment"
            : problem;
    }
}
