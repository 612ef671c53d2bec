using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A text that follows a rule.</summary>
internal sealed class TextSchema(TextRule rule) : ScalarSchema<string>
{
    public override string Type => rule.Noun;

    public override string StandIn(Place place) => string.Empty;

    public override JsonObject ToJson(bool isWhole) => rule.ToJson();

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, [MaybeNullWhen(false)] out string value)
    {
        value = PlainText.Read(scalar, path, reading, Check);
        return value is not null;
    }

    private string? Check(string text)
    {
        if (rule.Check(text) is not { } problem)
            return null;

        return text.Contains('{', StringComparison.Ordinal)
            ? $"{problem}; no placeholders are replaced in this key, so write the value under each environment"
            : problem;
    }
}
