using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A time span with its units.</summary>
internal sealed class DurationSchema : ScalarSchema<TimeSpan>
{
    public override string Type => "duration";

    public override TimeSpan StandIn(Place place) => TimeSpan.Zero;

    public override JsonObject ToJson(bool isWhole) => new() { ["type"] = "string", ["pattern"] = Duration.Pattern };

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, out TimeSpan value)
    {
        value = TimeSpan.Zero;

        if (PlainText.Read(scalar, path, reading) is not { } text)
            return false;

        if (Duration.Parse(text) is { } duration)
        {
            value = duration;
            return true;
        }

        reading.Errors.Add(
            scalar.Place,
            ErrorCode.InvalidValue,
            $"'{text}' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'");
        return false;
    }
}
