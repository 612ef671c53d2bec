using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary><c>true</c> or <c>false</c>; the <c>yes</c> and <c>on</c> of older YAML are texts.</summary>
internal sealed class BooleanSchema : Schema<bool>
{
    public override string Type => "true or false";

    public override object? Read(Found found, Reading reading)
    {
        if (found.Scalar(reading) is not { } scalar)
            return null;

        if (scalar.IsBoolean)
            return scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase);

        reading.Refuse(scalar, found.Path, Type);
        return null;
    }

    public override object StandIn(Place place) => false;

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "boolean" };
}
