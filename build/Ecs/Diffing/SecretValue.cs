using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Diffing;

/// <summary>Values that must not be shown: task definitions in the wild have passwords among their plain variables.</summary>
internal static partial class SecretValue
{
    private const string Hidden = "(hidden)";
    private const string Variables = "environment";

    /// <summary>A value as it may be shown at a path; variables inside of it that are secret by their name are hidden.</summary>
    public static string Show(string path, JsonNode node)
    {
        if (Variable().Match(path) is { Success: true } variable && Name().IsMatch(variable.Groups["name"].Value)) return Hidden;
        var shown = node.DeepClone();
        Hide(shown);
        return Canonical.Text(shown);
    }

    private static void Hide(JsonNode? node)
    {
        foreach (var variable in (node as JsonObject)?.Objects(Variables).Where(variable => Name().IsMatch(variable.Text("name") ?? "")) ?? []) variable["value"] = Hidden;
        foreach (var child in (node as JsonObject)?.Select(member => member.Value) ?? (node as JsonArray)?.AsEnumerable() ?? []) Hide(child);
    }

    [GeneratedRegex(@"\.environment\[(?<name>[^\]]*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex("PASS|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|DSN|_URL|_URI", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
