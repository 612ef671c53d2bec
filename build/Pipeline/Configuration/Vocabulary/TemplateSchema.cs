using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A text with placeholders.</summary>
/// <param name="rule">What the text must be like, placeholders included; null when the kind says it all.</param>
internal sealed class TemplateSchema(TemplateKind kind, TextRule? rule = null) : ScalarSchema<Template>
{
    public override string Type => kind switch
    {
        TemplateKind.Tag => "tag, template",
        TemplateKind.Path => "path, template",
        _ => $"{rule?.Noun ?? "text"}, template",
    };

    public override Template StandIn(Place place) => Template.Parse("-", TemplateKind.Text, place);

    public override JsonObject ToJson(bool isWhole)
    {
        var json = TextRules.OfTemplate(kind).ToJson();
        var also = rule?.Pattern ?? (kind == TemplateKind.Path ? TextRules.Path.Pattern : null);

        if (also is not null)
            json["allOf"] = new JsonArray(new JsonObject { ["pattern"] = also });

        return json;
    }

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, [MaybeNullWhen(false)] out Template value)
    {
        value = null;

        if (PlainText.Read(scalar, path, reading) is not { } text)
            return false;

        var mistakes = TemplateRules.Check(text, kind).ToList();

        // A brace or a dollar is the better reason, when there is one.
        if (mistakes.Count == 0 && rule?.Check(text) is { } problem)
            mistakes.Add(new(ErrorCode.InvalidValue, problem));

        foreach (var (code, message) in mistakes)
            reading.Errors.Add(scalar.Place, code, message);

        if (mistakes.Count > 0)
            return false;

        value = Template.Parse(text, kind, scalar.Place);

        if (reading is { HasAccount: false, IsComplete: true } && value.Uses(Placeholders.Account))
        {
            reading.Errors.Add(
                scalar.Place,
                ErrorCode.UndefinedPlaceholder,
                $"'{{{Placeholders.Account}}}' in '{text}' has no value: {Placeholders.WhyUnknown(Placeholders.Account)}");
        }

        return true;
    }
}
