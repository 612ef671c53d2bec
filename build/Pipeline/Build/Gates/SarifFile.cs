using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Keeps the SARIF of a gate for the code host: <c>artifacts/gates/NAME.sarif</c>.</summary>
public sealed class SarifFile(SecretValues secrets, Paths paths)
{
    // It is read by people, too, and is not embedded in HTML.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Folder => Path.Combine(paths.Artifacts, "gates");

    /// <summary>As messages name it.</summary>
    public static string NameOf(string gate) => $"artifacts/gates/{gate}.sarif";

    /// <summary>Removes those of an earlier run.</summary>
    public void Clear()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var file in Directory.GetFiles(Folder, "*.sarif")) File.Delete(file);
    }

    /// <summary>Says in the log that a result is accepted, as a code host shows it.</summary>
    public static void Accept(JsonObject result, GateIgnore accepted)
    {
        var suppressions = result["suppressions"] as JsonArray ?? [];
        suppressions.Add(new JsonObject { ["kind"] = "external", ["status"] = "accepted", ["justification"] = $"{accepted.Reason} (until {accepted.Until:yyyy-MM-dd})" });
        if (suppressions.Parent is null) result["suppressions"] = suppressions;
    }

    /// <summary>Writes it with the repository's paths, without secrets, and with the gate's name as the category that a code host tells tools apart by (§3.17.3).</summary>
    public async Task WriteAsync(string gate, JsonObject log, SarifPaths adapted, CancellationToken cancellation)
    {
        foreach (var run in log["runs"]!.AsArray().OfType<JsonObject>())
        {
            if (run["automationDetails"] is not JsonObject details) run["automationDetails"] = details = [];
            details["id"] ??= $"{gate}/";
        }

        Rewrite(log, adapted);
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, $"{gate}.sarif");
        var next = $"{file}.next";
        try
        {
            await File.WriteAllTextAsync(next, log.ToJsonString(Readable) + "\n", cancellation);
            File.Move(next, file, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    private void Rewrite(JsonNode? node, SarifPaths adapted)
    {
        if (node is JsonArray array)
        {
            for (var index = 0; index < array.Count; index++)
            {
                if (SarifReader.Text(array[index]) is { } text) array[index] = secrets.Redact(text);
                else Rewrite(array[index], adapted);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var name in members.Select(member => member.Key).ToList())
            {
                if (SarifReader.Text(members[name]) is { } text) members[name] = secrets.Redact(name == "uri" ? adapted.Adapt(text) : text);
                else Rewrite(members[name], adapted);
            }
        }
    }
}
