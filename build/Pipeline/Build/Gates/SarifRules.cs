using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>The rules of one run of a tool: those of its driver and of its extensions, as CodeQL has them.</summary>
internal sealed class SarifRules
{
    private readonly IReadOnlyList<JsonObject> _driver;
    private readonly IReadOnlyList<IReadOnlyList<JsonObject>> _extensions;

    public SarifRules(JsonObject run)
    {
        _driver = RulesOf(run["tool"]?["driver"]);
        _extensions = [.. (run["tool"]?["extensions"] as JsonArray ?? []).Select(RulesOf)];
    }

    /// <summary>The rule's id and, where the log describes it, the rule (§3.52.3, §3.27.5 to §3.27.7).</summary>
    public (string Id, JsonObject? Rule) Of(JsonObject result)
    {
        var reference = result["rule"] as JsonObject;
        var id = SarifReader.Text(result["ruleId"]) ?? SarifReader.Text(reference?["id"]);
        var rule = At(result, reference) ?? Named(id);
        return (id ?? SarifReader.Text(rule?["id"]) ?? "", rule);
    }

    private JsonObject? At(JsonObject result, JsonObject? reference)
    {
        if ((SarifReader.Number(result["ruleIndex"]) ?? SarifReader.Number(reference?["index"])) is not ({ } index and >= 0)) return null;
        var rules = SarifReader.Number(reference?["toolComponent"]?["index"]) is { } extension ? _extensions.ElementAtOrDefault(extension) ?? [] : _driver;
        return rules.ElementAtOrDefault(index);
    }

    /// <summary>The id of a result may go on where that of its rule ends: <c>CA1000/1</c> (§3.27.5).</summary>
    private JsonObject? Named(string? id)
    {
        for (var rest = id; rest is { Length: > 0 }; rest = rest.LastIndexOf('/') is var slash and > 0 ? rest[..slash] : null)
        {
            if (_extensions.Prepend(_driver).SelectMany(rules => rules).FirstOrDefault(rule => SarifReader.Text(rule["id"]) == rest) is { } found) return found;
        }

        return null;
    }

    private static IReadOnlyList<JsonObject> RulesOf(JsonNode? component) => [.. (component?["rules"] as JsonArray ?? []).Select(rule => rule as JsonObject ?? [])];
}
