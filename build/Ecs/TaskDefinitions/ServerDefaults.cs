using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>What ECS adds to a task definition when it is registered: empty lists everywhere, and a value for members that were left out.</summary>
internal static class ServerDefaults
{
    private static readonly (string Name, string Value)[] Members = [("cpu", "0"), ("essential", "true"), ("hostPort", "0"), ("protocol", "tcp")];

    public static JsonObject Remove(JsonObject document)
    {
        foreach (var (name, value) in document.ToList())
        {
            if (value is JsonObject members) Remove(members);
            foreach (var item in (value as JsonArray)?.OfType<JsonObject>() ?? []) Remove(item);
            if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || IsDefault(name, value)) document.Remove(name);
        }

        return document;
    }

    private static bool IsDefault(string name, JsonNode value) =>
        value is JsonValue scalar && Members.Contains((name, scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString()));
}
