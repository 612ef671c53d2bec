using System.Text.Json.Nodes;

namespace Slipway.Ecs.Diffing;

/// <summary>What ECS adds to a task definition when it is registered: empty lists everywhere, and a value for members that were left out.</summary>
internal static class ServerDefaults
{
    /// <summary>By the member that holds the object; the task definition itself is held by none. Elsewhere, as in labels, such a value is someone's own.</summary>
    private static readonly HashSet<(string Holder, string Member, string Value)> Known =
    [
        ("", "networkMode", "bridge"),
        ("containerDefinitions", "cpu", "0"),
        ("containerDefinitions", "essential", "true"),
        ("portMappings", "hostPort", "0"),
        ("portMappings", "protocol", "tcp"),
        ("healthCheck", "interval", "30"),
        ("healthCheck", "timeout", "5"),
        ("healthCheck", "retries", "3"),
        ("healthCheck", "startPeriod", "0"),
        ("mountPoints", "readOnly", "false"),
        ("volumesFrom", "readOnly", "false"),
        ("efsVolumeConfiguration", "rootDirectory", "/"),
    ];

    /// <summary>Changes the document that it is given.</summary>
    public static JsonObject Remove(JsonObject document)
    {
        Remove("", document);
        return document;
    }

    private static void Remove(string holder, JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is JsonObject members) Remove(name, members);
            foreach (var item in (value as JsonArray)?.OfType<JsonObject>() ?? []) Remove(name, item);
            if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || Known.Contains((holder, name, Canonical.Text(value)))) node.Remove(name);
        }
    }
}
