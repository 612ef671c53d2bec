using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// A Compose application as <c>docker compose config --format json</c> prints it: files merged, short forms written out. What is not
/// of the type that it should have counts as absent.
/// </summary>
public sealed class ComposeDocument
{
    private ComposeDocument(JsonObject root) => Root = root;

    public JsonObject Root { get; }

    /// <summary>The project's name: lower-case letters, digits, <c>-</c> and <c>_</c>; empty when the document has none.</summary>
    public string Name => Root.Text("name") ?? "";

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<ComposeService> Services =>
        [.. Root.Members("services").Select(service => new ComposeService(service.Key, service.Value as JsonObject ?? []))];

    /// <summary>Reads what Compose printed.</summary>
    /// <param name="isInterpolated">Compose writes a dollar sign of a value as two then, which are made one again.</param>
    /// <param name="problem">Why it cannot be read: a sentence without its full stop.</param>
    public static bool TryRead(string json, bool isInterpolated, [NotNullWhen(true)] out ComposeDocument? document, [NotNullWhen(false)] out string? problem)
    {
        document = null;
        problem = null;
        try
        {
            if (JsonNode.Parse(json) is JsonObject root) document = new((JsonObject)Copy(root, isInterpolated)!);
            else problem = "what 'docker compose config' printed is no JSON object";
        }
        catch (JsonException broken)
        {
            problem = $"what 'docker compose config' printed is not JSON: {broken.Message}";
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // A string with half a surrogate pair, or one key twice: both are found when they are checked.
            problem = $"what 'docker compose config' printed cannot be used: {broken.Message}";
        }

        return document is not null;
    }

    private static JsonNode? Copy(JsonNode? node, bool unescape) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Copy(member.Value, unescape)))),
        JsonArray items => new JsonArray([.. items.Select(item => Copy(item, unescape))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>(), unescape),
        _ => node?.DeepClone(),
    };

    private static string Text(string text, bool unescape) => unescape ? text.Replace("$$", "$", StringComparison.Ordinal) : text;
}
