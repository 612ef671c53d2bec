using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>
/// Reads the findings of a SARIF 2.1.0 log. Section numbers are those of the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
/// The <c>ruleConfigurationOverrides</c> of a run are not read.
/// </summary>
public static class SarifReader
{
    private const string Version = "2.1.0";

    /// <exception cref="FormatException">It is no SARIF, of another version, or says nothing of what was found.</exception>
    public static JsonObject Parse(string text)
    {
        try
        {
            var log = JsonNode.Parse(text.TrimStart((char)0xFEFF)) as JsonObject ?? throw new FormatException("it is no JSON object");
            var version = Text(log["version"]) ?? throw new FormatException("it has no 'version', so that it is no SARIF");
            if (version != Version) throw new FormatException($"it is SARIF of version {version}, and {Version} is read");
            if (log["runs"] is not JsonArray { Count: > 0 } runs) throw new FormatException("it has no run of a tool in 'runs'");

            // §3.14.23: an empty array when nothing was found; null when the scan did not begin.
            if (runs.Any(run => run?["results"] is not JsonArray)) throw new FormatException("a run of it has no 'results', as of a tool that did not begin");
            return log;
        }
        catch (JsonException broken)
        {
            throw new FormatException(broken.Message, broken);
        }
    }

    /// <summary>§3.20.14: whether a tool itself says that it did not do all of its work.</summary>
    public static bool SaysItFailed(JsonObject log) => log["runs"]!.AsArray()
        .SelectMany(run => run!["invocations"] as JsonArray ?? []).Any(invocation => invocation?["executionSuccessful"] is JsonValue value && value.GetValueKind() == JsonValueKind.False);

    /// <summary>Each result with its rule, in the order of the file.</summary>
    /// <exception cref="FormatException">A result has a level that SARIF does not have.</exception>
    public static IEnumerable<(JsonObject Result, GateFinding Finding)> Results(JsonObject log, GateLimit limit, SarifPaths paths)
    {
        foreach (var run in log["runs"]!.AsArray().OfType<JsonObject>())
        {
            var rules = new SarifRules(run);
            foreach (var result in run["results"]!.AsArray().OfType<JsonObject>())
            {
                var (id, rule) = rules.Of(result);
                var (file, line) = PlaceOf(result, run, paths);
                var (level, severity) = (LevelOf(result, rule), Severity(result) ?? Severity(rule));
                yield return (result, new(level, severity, id, file, line, MessageOf(result, rule), limit.IsReachedBy(level, severity)));
            }
        }
    }

    /// <summary>§3.27.23: there are suppressions, and none of them is still discussed or was refused.</summary>
    public static bool IsSuppressed(JsonObject result) => result["suppressions"] is JsonArray { Count: > 0 } suppressions && suppressions.All(one => Text(one?["status"]) is null or "accepted");

    /// <summary>§3.27.24: it was there in an earlier run, and is not any more.</summary>
    public static bool IsGone(JsonObject result) => Text(result["baselineState"]) == "absent";

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    internal static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;

    /// <summary>§3.27.9 and §3.27.10.</summary>
    private static GateLevel LevelOf(JsonObject result, JsonObject? rule)
    {
        if ((Text(result["kind"]) ?? "fail") != "fail") return GateLevel.None;
        return (Text(result["level"]) ?? Text(rule?["defaultConfiguration"]?["level"]) ?? "warning") switch
        {
            "none" => GateLevel.None,
            "note" => GateLevel.Note,
            "warning" => GateLevel.Warning,
            "error" => GateLevel.Error,
            var unknown => throw new FormatException($"a result has the level '{unknown}', which SARIF does not have"),
        };
    }

    /// <summary>Of the property bag; not of the standard, but what tools write and code hosts read. A text, mostly, and sometimes a number.</summary>
    private static double? Severity(JsonObject? owner) => (owner?["properties"] as JsonObject)?["security-severity"] is JsonValue value
        && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (string File, int Line) PlaceOf(JsonObject result, JsonObject run, SarifPaths paths)
    {
        if ((result["locations"] as JsonArray)?.FirstOrDefault()?["physicalLocation"] is not JsonObject place) return ("", 0);
        var artifact = place["artifactLocation"] as JsonObject;
        var uri = Text(artifact?["uri"]) ?? (Number(artifact?["index"]) is { } index && run["artifacts"] is JsonArray artifacts && index >= 0 && index < artifacts.Count ? Text(artifacts[index]?["location"]?["uri"]) : null);
        return (uri is null ? "" : Uri.UnescapeDataString(paths.Relative(uri)), Number(place["region"]?["startLine"]) ?? 0);
    }

    /// <summary>§3.11: the text itself, or the id of one of the rule's texts, with arguments.</summary>
    private static string MessageOf(JsonObject result, JsonObject? rule)
    {
        var message = result["message"] as JsonObject;
        var text = Text(message?["text"]) ?? (Text(message?["id"]) is { } id ? Text(rule?["messageStrings"]?[id]?["text"]) : null) ?? Text(rule?["shortDescription"]?["text"]) ?? "";
        var arguments = message?["arguments"] as JsonArray ?? [];
        for (var index = 0; index < arguments.Count; index++) text = text.Replace($"{{{index}}}", Text(arguments[index]), StringComparison.Ordinal);
        return text;
    }
}
