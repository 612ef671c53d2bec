using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>The name of another environment of the file.</summary>
internal sealed class EnvironmentNameSchema : Schema<string>
{
    public override string Type => "environment";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Text(context) is not { } name) return null;
        if (!context.Environments.Contains(name))
            context.Errors.Add(found.Node.Place, ErrorCode.UnknownEnvironment, $"unknown environment '{name}'{Suggestion.Phrase(name, [.. context.Environments.Where(other => other != context.Environment)])}");
        else if (name == context.Environment)
            context.Errors.Add(found.Node.Place, ErrorCode.Conflict, $"environment '{name}' cannot come after itself: name the one before it, or leave '{found.Path}' out");
        else
            return name;
        return null;
    }

    public override object Fallback(Place place) => string.Empty;

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "string", ["pattern"] = TextRules.Environment.Pattern };
}
