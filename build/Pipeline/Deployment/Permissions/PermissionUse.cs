using Slipway.Aws;
using Slipway.Aws.Permissions;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>What a policy grants, beside what was used of it.</summary>
/// <param name="Used">Statement and action of each grant that a use was allowed by.</param>
/// <param name="Idle">The other grants.</param>
/// <param name="Missing">Uses that the policy does not allow.</param>
public sealed record PermissionUse(IReadOnlyList<(string Sid, string Action)> Used, IReadOnlyList<(string Sid, string Action)> Idle, IReadOnlyList<PermissionUsed> Missing)
{
    /// <param name="uses">What only a rehearsal does, to make what an account has already, does not count.</param>
    public static PermissionUse Compare(RolePolicy policy, IEnumerable<PermissionUsed> uses)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(uses);
        var ofRehearsals = AwsPermissions.All.Where(row => row.IsOfRehearsals).SelectMany(row => row.Actions).Select(action => action.Action).ToHashSet();
        var counted = uses.Where(use => !ofRehearsals.Contains(use.Request.Action)).ToList();
        var grants = policy.Statements.SelectMany(statement => statement.Actions.Select(action => (statement.Sid, Action: action.Name, Policy: Alone(statement, action)))).ToList();
        var used = grants.Where(grant => counted.Exists(use => IsAllowed(grant.Policy, use.Request))).Select(grant => (grant.Sid, grant.Action)).ToList();
        var whole = IdentityPolicy.Parse(policy.ToJson());
        return new(used, [.. grants.Select(grant => (grant.Sid, grant.Action)).Except(used)], [.. counted.Where(use => !IsAllowed(whole, use.Request))]);
    }

    private static bool IsAllowed(IdentityPolicy policy, PermissionRequest request) => policy.Decide(request) == PermissionDecision.Allowed;

    private static IdentityPolicy Alone(PolicyStatement statement, (string Name, string Reason) action) =>
        IdentityPolicy.Parse(new RolePolicy("", "", [statement with { Actions = [action] }], []).ToJson());
}
