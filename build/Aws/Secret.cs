using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Aws;

/// <summary>
/// A value that must never be shown. Printing, interpolating, logging or serializing it gives <c>[REDACTED]</c>;
/// only <see cref="Reveal"/> gives the value, at the one place that has to send it.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record Secret
{
    /// <summary>What stands in for the value wherever it would be shown.</summary>
    public const string Redacted = "[REDACTED]";

    private readonly string _value;

    public Secret(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    public string Reveal() => _value;

    public override string ToString() => Redacted;

    /// <summary>Writes the placeholder; reads an ordinary string, so that settings files can carry a secret in.</summary>
    internal sealed class Converter : JsonConverter<Secret>
    {
        public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } value ? new Secret(value) : null;

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Redacted);
    }
}
