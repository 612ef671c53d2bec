using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The identity policy of one role.</summary>
/// <param name="Role">Its name here, and its file's: <c>deployer</c>.</param>
/// <param name="Purpose">Who has the role, as a sentence.</param>
/// <param name="Remarks">What no policy can know from the configuration; sentences.</param>
public sealed record RolePolicy(string Role, string Purpose, IReadOnlyList<PolicyStatement> Statements, IReadOnlyList<string> Remarks)
{
    /// <summary>Of a managed policy, in characters without white space (IAM User Guide, "IAM and AWS STS quotas"). Inline policies of a role have 10,240 together.</summary>
    public const int MostCharacters = 6144;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As IAM counts them.</summary>
    public int Characters => ToJson().ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Length;

    public bool IsTooLarge => Characters > MostCharacters;

    /// <summary>The same as several policies, none of which is larger than a managed policy may be, unless a single statement is.</summary>
    public IReadOnlyList<RolePolicy> Divided()
    {
        var parts = new List<RolePolicy>();
        foreach (var statement in Statements)
        {
            if (parts is [.., var last] && last with { Statements = [.. last.Statements, statement] } is { IsTooLarge: false } grown) parts[^1] = grown;
            else parts.Add(this with { Statements = [statement] });
        }

        return parts.Count == 0 ? [this] : parts;
    }

    /// <summary>The policy's document. Reasons are not in it: it knows no comments.</summary>
    public JsonObject ToJson() => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray([.. Statements.Select(ToJson)]),
    };

    /// <summary>The document as a file has it, with a line break at its end.</summary>
    public string ToText() => $"{ToJson().ToJsonString(Readable)}\n";

    private static JsonObject ToJson(PolicyStatement statement)
    {
        var json = new JsonObject
        {
            ["Sid"] = statement.Sid,
            ["Effect"] = "Allow",
            ["Action"] = OneOrAll([.. statement.Actions.Select(action => action.Name)]),
            ["Resource"] = OneOrAll(statement.Resources),
        };
        if (statement.Conditions.Count > 0) json["Condition"] = ToJson(statement.Conditions);
        return json;
    }

    private static JsonObject ToJson(IReadOnlyList<PolicyCondition> conditions) => new(conditions.GroupBy(condition => condition.Operator).Select(of => KeyValuePair.Create<string, JsonNode?>(
        of.Key, new JsonObject(of.Select(condition => KeyValuePair.Create<string, JsonNode?>(condition.Key, OneOrAll(condition.Values)))))));

    private static JsonNode OneOrAll(IReadOnlyList<string> texts) => texts is [var one] ? JsonValue.Create(one) : new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
}
