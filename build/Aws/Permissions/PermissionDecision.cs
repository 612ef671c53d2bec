namespace Slipway.Aws.Permissions;

/// <summary>What a policy says about a request.</summary>
public enum PermissionDecision
{
    /// <summary>No statement allows it.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it, and none denies it.</summary>
    Allowed,

    /// <summary>A statement denies it, whatever others allow.</summary>
    ExplicitDeny,
}
