using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;

namespace Slipway.LocalAws.Kernel.State;

/// <summary>
/// The identity policies that calls are checked by: one for everybody, or one for each principal that is named, <c>{"arn:aws:iam::…:role/deployer": {policy}}</c>.
/// Principals that are not named may do everything.
/// </summary>
public sealed class EnforcedPolicies
{
    private const string Everybody = "*";

    private readonly IReadOnlyDictionary<string, IdentityPolicy> _policies;

    private EnforcedPolicies(IReadOnlyDictionary<string, IdentityPolicy> policies) => _policies = policies;

    /// <summary>Nobody is restricted.</summary>
    public static EnforcedPolicies None { get; } = new(new Dictionary<string, IdentityPolicy>());

    public bool IsEmpty => _policies.Count == 0;

    /// <summary>Reads a policy, or an object of policies by ARN.</summary>
    /// <exception cref="FormatException">It is neither; the message names the policy and what is wrong.</exception>
    public static EnforcedPolicies Parse(string json)
    {
        try
        {
            var document = JsonNode.Parse(json) as JsonObject ?? throw new FormatException("it is not an object.");
            return new(document.ContainsKey("Statement")
                ? new Dictionary<string, IdentityPolicy> { [Everybody] = IdentityPolicy.Parse(document) }
                : document.ToDictionary(policy => policy.Key, policy => Read(policy.Key, policy.Value)));
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"it is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>Null for a principal that may do everything.</summary>
    /// <param name="principal">ARN of a user or of a role.</param>
    public IdentityPolicy? Of(string principal) => _policies.GetValueOrDefault(principal) ?? _policies.GetValueOrDefault(Everybody);

    private static IdentityPolicy Read(string principal, JsonNode? policy)
    {
        try
        {
            return IdentityPolicy.Parse(policy);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"the policy of '{principal}': {wrong.Message}", wrong);
        }
    }
}
