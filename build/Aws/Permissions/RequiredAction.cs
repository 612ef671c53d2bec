namespace Slipway.Aws.Permissions;

/// <summary>An IAM action that an operation needs.</summary>
/// <param name="Action">Such as <c>ecs:UpdateService</c>.</param>
public sealed record RequiredAction(string Action, ResourceShape Resource, params ActionCondition[] Conditions)
{
    /// <summary>Why it is needed, where the action is not the operation's own.</summary>
    public string? Because { get; init; }

    /// <summary>AWS documents the action; that this operation needs it is not confirmed by a document or an answer of AWS.</summary>
    public bool IsUnconfirmed { get; init; }
}
