using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A whole number.</summary>
internal sealed class NumberSchema(int lowest, int highest) : ScalarSchema<int>
{
    public override string Type => $"number, {lowest} to {highest}";

    public override int StandIn(Place place) => lowest;

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["type"] = "integer", ["minimum"] = lowest, ["maximum"] = highest };

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, out int value)
    {
        value = lowest;

        if (!scalar.IsInteger)
        {
            reading.Refuse(scalar, path, "a whole number");
            return false;
        }

        if (int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= lowest && value <= highest)
            return true;

        reading.Errors.Add(scalar.Place, ErrorCode.InvalidValue, $"'{path}' must be from {lowest} to {highest}, and is {scalar.Text}");
        return false;
    }
}
