using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Permissions;

/// <summary>
/// An identity policy, evaluated as IAM evaluates one: what no statement allows is denied, and what one denies no other allows.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
/// What is not evaluated is refused when it is read: <c>NotAction</c>, <c>NotResource</c>, principals, policy variables, and condition operators that are not listed.
/// </summary>
public sealed class IdentityPolicy
{
    private readonly IReadOnlyList<Statement> _statements;

    private IdentityPolicy(IReadOnlyList<Statement> statements) => _statements = statements;

    /// <summary>Reads a policy document.</summary>
    /// <exception cref="FormatException">It is not one, or has what is not evaluated here.</exception>
    public static IdentityPolicy Parse(string json)
    {
        try
        {
            return Parse(JsonNode.Parse(json));
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"it is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>The same for a document that is parsed already.</summary>
    /// <exception cref="FormatException">It is none, or has what is not evaluated here.</exception>
    public static IdentityPolicy Parse(JsonNode? document)
    {
        var statements = document?["Statement"] switch
        {
            JsonArray all => all.Select(Read).ToList(),
            JsonObject one => [Read(one)],
            _ => throw new FormatException("it has no 'Statement'."),
        };
        return new(statements);
    }

    /// <summary>What the policy says about a request.</summary>
    public PermissionDecision Decide(PermissionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var matching = _statements.Where(statement => statement.Matches(request)).ToList();
        return matching.Exists(statement => !statement.Allows) ? PermissionDecision.ExplicitDeny : matching.Count > 0 ? PermissionDecision.Allowed : PermissionDecision.ImplicitDeny;
    }

    /// <summary>A text, or a list of texts, as policies have either.</summary>
    internal static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray many => [.. many.Select(one => Text(one))],
        null => [],
        _ => [Text(node)],
    };

    private static string Text(JsonNode? node)
    {
        var text = node?.GetValueKind() switch
        {
            JsonValueKind.String => (string)node!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => node.ToJsonString(),
            _ => throw new FormatException($"{node?.ToJsonString() ?? "null"} is not a text."),
        };
        return text.Contains("${", StringComparison.Ordinal) ? throw new FormatException($"policy variables are not evaluated here: '{text}'.") : text;
    }

    private static Statement Read(JsonNode? node)
    {
        var statement = node as JsonObject ?? throw new FormatException("a statement is not an object.");
        string[] known = ["Sid", "Effect", "Action", "Resource", "Condition"];
        if (statement.Select(member => member.Key).FirstOrDefault(name => !known.Contains(name)) is { } other) throw new FormatException($"'{other}' is not evaluated here.");
        var allows = (string?)statement["Effect"] switch
        {
            "Allow" => true,
            "Deny" => false,
            var wrong => throw new FormatException($"'Effect' is '{wrong}', not Allow or Deny."),
        };
        var (actions, resources) = (Texts(statement["Action"]), Texts(statement["Resource"]));
        return actions.Count > 0 && resources.Count > 0
            ? new(allows, actions, resources, [.. PolicyConditionTest.Read(statement["Condition"])])
            : throw new FormatException("a statement has no 'Action', or no 'Resource'.");
    }

    private sealed record Statement(bool Allows, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, IReadOnlyList<PolicyConditionTest> Conditions)
    {
        public bool Matches(PermissionRequest request) =>
            Actions.Any(action => Wildcards.Match(action, request.Action, ignoreCase: true))
            && Resources.Any(resource => Wildcards.MatchResource(resource, request.Resource))
            && Conditions.All(condition => condition.IsMet(request));
    }
}
