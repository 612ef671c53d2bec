namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>What a policy allows.</summary>
/// <param name="Sid">Letters and digits; one of its kind in its policy.</param>
/// <param name="Actions">In the order of their names, each with why it is needed: a phrase.</param>
/// <param name="Resources">ARNs with wildcards, or <c>*</c> alone.</param>
public sealed record PolicyStatement(string Sid, IReadOnlyList<(string Name, string Reason)> Actions, IReadOnlyList<string> Resources, IReadOnlyList<PolicyCondition> Conditions);
