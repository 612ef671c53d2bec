using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary><c>true</c> or <c>false</c>; the <c>yes</c> and <c>on</c> of older YAML are texts.</summary>
internal sealed class BooleanSchema : ScalarSchema<bool>
{
    public override string Type => "true or false";

    public override bool StandIn(Place place) => false;

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "boolean" };

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, out bool value)
    {
        value = scalar.IsBoolean && scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase);

        if (!scalar.IsBoolean)
            reading.Refuse(scalar, path, Type);

        return scalar.IsBoolean;
    }
}
