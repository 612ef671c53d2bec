using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A whole number.</summary>
internal sealed class NumberSchema(int lowest, int highest) : Schema<int>
{
    public override string Type => $"number, {lowest} to {highest}";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Scalar(context) is not { } scalar)
            return null;

        if (!scalar.IsInteger)
        {
            context.Refuse(scalar, found.Path, "a whole number");
            return null;
        }

        var isNumber = int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);

        if (isNumber && number >= lowest && number <= highest)
            return number;

        context.Errors.Add(scalar.Place, ErrorCode.InvalidValue, $"'{found.Path}' must be from {lowest} to {highest}, and is {scalar.Text}");
        return null;
    }

    public override object Fallback(Place place) => lowest;

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["type"] = "integer", ["minimum"] = lowest, ["maximum"] = highest };
}
