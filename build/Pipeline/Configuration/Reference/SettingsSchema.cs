using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Keys;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Reference;

/// <summary>
/// The vocabulary of <c>slipway.yml</c> as JSON Schema, draft 7: the version that editors know best. It accepts every file that Slipway
/// accepts. What goes beyond a single value (references, conflicts, what an environment lacks) only Slipway can tell.
/// </summary>
public static class SettingsSchema
{
    /// <summary>The file's name, beside <c>slipway.yml</c>.</summary>
    public const string FileName = "slipway.schema.json";

    // It is read by people, and is not embedded in HTML.
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="taskNames">Tasks of the main line: what <c>skip</c> may name.</param>
    public static string Render(IReadOnlyCollection<string> taskNames)
    {
        var properties = new JsonObject { [SettingsKeys.Application.Name] = SettingsKeys.Application.ToJson(isWhole: false) };
        var definitions = new JsonObject();

        foreach (var key in SettingsKeys.Changeable)
        {
            properties[key.Name] = new JsonObject { ["$ref"] = $"#/definitions/{key.Name}" };
            definitions[key.Name] = key.ToJson(isWhole: false);
        }

        properties[SettingsKeys.EnvironmentsName] = SettingsKeys.Environments.ToJson(isWhole: false);
        definitions[TaskSchema.Definition] = new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. taskNames.Select(name => (JsonNode?)name)]),
        };
        var document = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Slipway",
            ["description"] = "How an application gets from a commit to a verified Amazon ECS deployment: slipway.yml.",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(SettingsKeys.ApplicationName, SettingsKeys.EnvironmentsName),
            ["additionalProperties"] = false,
            ["definitions"] = definitions,
        };

        return document.ToJsonString(Readable) + "\n";
    }
}
