using System.Text.Json;
using Slipway.Ecs.Linting;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Findings as SARIF 2.1.0, which code hosts and editors show beside the lines that they are about.</summary>
public static class SarifLog
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes the file as a whole or not at all.</summary>
    /// <param name="file">Absolute; its folder is made when it is not there.</param>
    public static async Task WriteAsync(LintReport report, string file, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var next = $"{file}.{Guid.NewGuid():N}.next";
        try
        {
            await File.WriteAllBytesAsync(next, ToUtf8(report), cancellation);
            File.Move(next, file, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    public static byte[] ToUtf8(LintReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            var rules = ProjectLinter.Rules.Concat(report.Findings.Select(finding => finding.Rule)).DistinctBy(rule => rule.Id).ToList();
            json.WriteStartObject();
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, rules);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var finding in report.Findings) Result(json, finding, rules.FindIndex(rule => rule.Id == finding.Rule.Id));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Tool(Utf8JsonWriter json, List<LintRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Slipway");
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            Text(json, "shortDescription", $"{rule.Title}.");
            Text(json, "help", $"{rule.Remedy} ({rule.Source})");
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(finding.Severity));
        Text(json, "message", $"{finding.Message} {finding.Rule.Remedy}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        Location(json, finding);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Location(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', finding.Place.File.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        if (finding.Place.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", finding.Place.Line);
            json.WriteNumber("startColumn", finding.Place.Column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (finding.JsonPath.Length == 0) return;
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", finding.JsonPath);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
}
