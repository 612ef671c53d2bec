using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A time span with its units.</summary>
internal sealed class DurationSchema : Schema<Duration>
{
    public override string Type => "duration";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Text(context) is not { } text)
            return null;

        if (Duration.Parse(text) is { } duration)
            return duration;

        context.Errors.Add(
            found.Node.Place,
            ErrorCode.InvalidValue,
            $"'{text}' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'");
        return null;
    }

    public override object Fallback(Place place) => new Duration(TimeSpan.Zero);

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "string", ["pattern"] = Duration.Pattern };
}
