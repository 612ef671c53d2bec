using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>
/// The environments, each with the keys of the top level that it changes. They were merged into what is being read: see
/// <see cref="EnvironmentOverrides"/>.
/// </summary>
/// <param name="changeable">The keys of the top level that an environment may have.</param>
/// <param name="own">The keys that only an environment has.</param>
internal sealed class EnvironmentsSchema(IReadOnlyList<Key> changeable, IReadOnlyList<Key> own) : Schema<IReadOnlyList<string>>
{
    public override string Type => "mapping by environment";

    public override IReadOnlyList<Key> Keys => own;

    public override string Between => ".<environment>.";

    public override object? Read(FieldValue found, ReadContext context) => context.Environments;

    public override object Fallback(Place place) => Array.Empty<string>();

    public override JsonObject ToJson(bool isWhole)
    {
        var properties = new JsonObject();

        foreach (var key in changeable)
            properties[key.Name] = new JsonObject { ["$ref"] = $"#/definitions/{key.Name}" };

        foreach (var key in own)
            properties[key.Name] = key.ToJson(isWhole: false);

        return new()
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = TextRules.Environment.Pattern },
            ["minProperties"] = 1,
            ["additionalProperties"] = new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["properties"] = properties,
                ["additionalProperties"] = false,
            },
        };
    }
}
