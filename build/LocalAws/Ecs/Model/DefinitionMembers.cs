using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The members of a container definition without a typed view; what is not there is empty, numbers and switches may be strings.</summary>
internal static class DefinitionMembers
{
    public static IReadOnlyList<string> Words(this JsonObject node, string name) =>
        node[name] is JsonArray items ? [.. items.Where(item => item is not null).Select(item => item!.ToString())] : [];

    public static IReadOnlyList<JsonObject> Members(this JsonObject node, string name) =>
        node[name] is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    public static bool Switch(this JsonObject node, string name) => bool.TryParse(node[name]?.ToString(), out var on) && on;

    public static int? Amount(this JsonObject node, string name) =>
        int.TryParse(node[name]?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
