namespace Slipway.Aws.Permissions;

/// <summary>What narrows an action further than its resource does: one entry of a statement's <c>Condition</c>.</summary>
/// <param name="Operator">Such as <c>StringEquals</c>.</param>
/// <param name="Key">Such as <c>iam:PassedToService</c>; the Service Authorization Reference lists it for the action.</param>
/// <param name="Value">With names in braces, as in <see cref="ResourceShape"/>.</param>
public sealed record ActionCondition(string Operator, string Key, string Value)
{
    /// <summary>The value with its names replaced.</summary>
    /// <exception cref="KeyNotFoundException">A name has no value.</exception>
    public string Fill(IReadOnlyDictionary<string, string> values) => ResourceShape.Fill(Value, values);
}
