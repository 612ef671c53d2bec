using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary><c>true</c> or <c>false</c>; the <c>yes</c> and <c>on</c> of older YAML are texts.</summary>
internal sealed class BooleanSchema : Schema<bool>
{
    public override string Type => "true or false";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Scalar(context) is not { } scalar)
            return null;

        if (scalar.IsBoolean)
            return scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase);

        context.Refuse(scalar, found.Path, Type);
        return null;
    }

    public override object Fallback(Place place) => false;

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "boolean" };
}
