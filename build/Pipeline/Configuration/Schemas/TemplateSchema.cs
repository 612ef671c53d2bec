using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A text with placeholders.</summary>
/// <param name="rule">What the text must be like, placeholders included; null when the kind says it all.</param>
internal sealed class TemplateSchema(TemplateKind kind, TextRule? rule = null) : Schema<Template>
{
    public override string Type => kind switch
    {
        TemplateKind.Tag => "tag, template",
        TemplateKind.Path => "path, template",
        _ => $"{rule?.Noun ?? "text"}, template",
    };

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Text(context) is not { } text)
            return null;

        var mistakes = TemplateRules.Check(text, kind).ToList();

        // A brace or a dollar is the better reason, when there is one.
        if (mistakes.Count == 0 && rule?.Check(text) is { } problem)
            mistakes.Add(new(ErrorCode.InvalidValue, problem));

        foreach (var (code, message) in mistakes)
            context.Errors.Add(found.Node.Place, code, message);

        if (mistakes.Count > 0)
            return null;

        var template = Template.Parse(text, kind, found.Node.Place);

        if (context is { HasAccount: false, IsComplete: true } && template.Uses(Placeholders.Account))
        {
            context.Errors.Add(
                found.Node.Place,
                ErrorCode.UndefinedPlaceholder,
                $"'{{{Placeholders.Account}}}' in '{text}' has no value: {Placeholders.WhyUnknown(Placeholders.Account)}");
        }

        return template;
    }

    public override object Fallback(Place place) => Template.Parse("-", TemplateKind.Text, place);

    public override JsonObject ToJson(bool isWhole)
    {
        var json = TextRules.OfTemplate(kind).ToJson();
        var also = rule?.Pattern ?? (kind == TemplateKind.Path ? TextRules.Path.Pattern : null);

        if (also is not null)
            json["allOf"] = new JsonArray(new JsonObject { ["pattern"] = also });

        return json;
    }
}
