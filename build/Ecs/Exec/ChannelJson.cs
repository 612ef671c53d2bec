using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.Exec;

/// <summary>The payloads that are JSON, as bytes and back.</summary>
internal static class ChannelJson
{
    public static byte[] Bytes(JsonNode document)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) document.WriteTo(writer);
        return bytes.ToArray();
    }

    /// <returns>An empty object for what is no JSON object.</returns>
    public static JsonObject Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonNode.Parse(payload.Span, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
