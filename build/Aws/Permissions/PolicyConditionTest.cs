using System.Text.Json.Nodes;

namespace Slipway.Aws.Permissions;

/// <summary>One entry of a statement's <c>Condition</c>. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html</summary>
internal sealed class PolicyConditionTest
{
    private const string IfExists = "IfExists";
    private const string ForAllValues = "ForAllValues:";
    private const string ForAnyValue = "ForAnyValue:";

    private static readonly Dictionary<string, (Func<string, string, bool> Matches, bool IsNegated)> Operators = new(StringComparer.Ordinal)
    {
        ["StringEquals"] = (string.Equals, false),
        ["StringNotEquals"] = (string.Equals, true),
        ["StringLike"] = ((pattern, text) => Wildcards.Match(pattern, text), false),
        ["StringNotLike"] = ((pattern, text) => Wildcards.Match(pattern, text), true),
        ["ArnEquals"] = (Wildcards.MatchArn, false),
        ["ArnLike"] = (Wildcards.MatchArn, false),
        ["ArnNotEquals"] = (Wildcards.MatchArn, true),
        ["ArnNotLike"] = (Wildcards.MatchArn, true),
        ["Bool"] = ((wanted, value) => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase), false),
    };

    private readonly string _key;
    private readonly IReadOnlyList<string> _values;
    private readonly string _set;
    private readonly bool _ifExists;
    private readonly bool _isNull;
    private readonly Func<string, string, bool> _matches = string.Equals;
    private readonly bool _isNegated;

    /// <exception cref="FormatException">The operator is none that is evaluated here.</exception>
    public PolicyConditionTest(string name, string key, IReadOnlyList<string> values)
    {
        (_key, _values) = (key, values);
        _set = name.StartsWith(ForAllValues, StringComparison.Ordinal) ? ForAllValues : name.StartsWith(ForAnyValue, StringComparison.Ordinal) ? ForAnyValue : "";
        var test = name[_set.Length..];
        _ifExists = test.EndsWith(IfExists, StringComparison.Ordinal);
        if (_ifExists) test = test[..^IfExists.Length];
        _isNull = test == "Null";
        if (_isNull) return;
        (_matches, _isNegated) = Operators.TryGetValue(test, out var known) ? known : throw new FormatException($"the condition operator '{name}' is not evaluated here; {string.Join(", ", Operators.Keys)} and Null are.");
    }

    public bool IsMet(PermissionRequest request)
    {
        var values = request.Context.FirstOrDefault(known => string.Equals(known.Key, _key, StringComparison.OrdinalIgnoreCase)).Value ?? [];
        if (_isNull) return _values.Contains("true", StringComparer.OrdinalIgnoreCase) == (values.Count == 0);
        // A key that the request lacks meets what is negated, and what ForAllValues or IfExists says.
        if (values.Count == 0) return _ifExists || _set == ForAllValues || (_isNegated && _set.Length == 0);
        return _set == ForAllValues ? values.All(IsMetBy) : values.Any(IsMetBy);
    }

    private bool IsMetBy(string value) => _values.Any(wanted => _matches(wanted, value)) != _isNegated;

    public static IEnumerable<PolicyConditionTest> Read(JsonNode? conditions) => (conditions as JsonObject ?? []).SelectMany(
        of => (of.Value as JsonObject ?? throw new FormatException($"the condition '{of.Key}' is not an object.")).Select(key => new PolicyConditionTest(of.Key, key.Key, IdentityPolicy.Texts(key.Value))));
}
