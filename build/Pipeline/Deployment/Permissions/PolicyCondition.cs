namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>One entry of a statement's <c>Condition</c>.</summary>
/// <param name="Operator">Such as <c>ArnEquals</c>.</param>
/// <param name="Values">At least one; any of them will do.</param>
public sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    public override string ToString() => $"{Operator} {Key} {string.Join(", ", Values)}";
}
