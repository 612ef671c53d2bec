using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>CBOR as the nodes of JSON, and back. Times are numbers in JSON and numbers with tag 1 in CBOR: of an answer, the members whose name ends with <c>Timestamp</c>.</summary>
internal static class CborNodes
{
    private const string TimeSuffix = "Timestamp";

    /// <summary>An empty body is an empty map.</summary>
    /// <exception cref="CborContentException">It is no CBOR.</exception>
    /// <exception cref="AwsErrorException">It is no map.</exception>
    public static JsonObject Read(byte[] body) =>
        body.Length == 0 ? [] : ReadValue(new(body)) as JsonObject ?? throw new AwsErrorException("SerializationException", "The body is not a map of CBOR.");

    public static byte[] Write(JsonObject answer)
    {
        var writer = new CborWriter();
        WriteValue(writer, answer, isTime: false);
        return writer.Encode();
    }

    private static JsonNode? ReadValue(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return ReadMap(reader);
            case CborReaderState.StartArray:
                return ReadArray(reader);
            case CborReaderState.Tag:
                reader.ReadTag();
                return ReadValue(reader);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return JsonValue.Create(reader.ReadTextString());
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return JsonValue.Create(Convert.ToBase64String(reader.ReadByteString()));
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return Number(reader.ReadInt64());
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return Number(reader.ReadDouble());
            case CborReaderState.Boolean:
                return JsonValue.Create(reader.ReadBoolean());
            default:
                // Null, or undefined.
                reader.SkipValue();
                return null;
        }
    }

    private static JsonObject ReadMap(CborReader reader)
    {
        var map = new JsonObject();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            map[name] = ReadValue(reader);
        }

        reader.ReadEndMap();
        return map;
    }

    private static JsonArray ReadArray(CborReader reader)
    {
        var items = new JsonArray();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            items.Add(ReadValue(reader));
        reader.ReadEndArray();
        return items;
    }

    /// <summary>As if it had been parsed, so that it can be read as any type of number that holds it.</summary>
    private static JsonNode Number(IFormattable value) => JsonNode.Parse(value.ToString(null, CultureInfo.InvariantCulture))!;

    private static void WriteValue(CborWriter writer, JsonNode? node, bool isTime)
    {
        switch (node)
        {
            case null:
                writer.WriteNull();
                break;
            case JsonObject members:
                writer.WriteStartMap(members.Count);
                foreach (var (name, value) in members)
                {
                    writer.WriteTextString(name);
                    WriteValue(writer, value, name.EndsWith(TimeSuffix, StringComparison.Ordinal));
                }

                writer.WriteEndMap();
                break;
            case JsonArray items:
                writer.WriteStartArray(items.Count);
                foreach (var item in items)
                    WriteValue(writer, item, isTime: false);
                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, node.AsValue(), isTime);
                break;
        }
    }

    private static void WriteScalar(CborWriter writer, JsonValue value, bool isTime)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                writer.WriteTextString(value.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(value.GetValue<bool>());
                break;
            default:
                var number = decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
                if (isTime)
                    writer.WriteTag(CborTag.UnixTimeSeconds);
                if (!isTime && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue)
                    writer.WriteInt64((long)number);
                else
                    writer.WriteDouble((double)number);
                break;
        }
    }
}
