using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>The policy of one role, in JSON.</summary>
/// <param name="Characters">As IAM counts them.</param>
/// <param name="Fits">It is not larger than a managed policy may be.</param>
/// <param name="Reasons">Why each action is needed, by statement and action.</param>
/// <param name="Document">What IAM takes.</param>
public sealed record PolicyRecord(
    string Application, string Environment, string Role, string Purpose, int Characters, bool Fits, IReadOnlyList<string> Remarks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Reasons, JsonObject Document)
{
    /// <summary>One document for each policy.</summary>
    public static void Write(IReadOnlyList<RolePolicy> policies, string application, string environment, ResultOutput results)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(results);
        foreach (var policy in policies) results.Write(Of(application, environment, policy), PolicyJson.Default.PolicyRecord);
    }

    private static PolicyRecord Of(string application, string environment, RolePolicy policy) => new(
        application, environment, policy.Role, policy.Purpose, policy.Characters, !policy.IsTooLarge, policy.Remarks,
        policy.Statements.ToDictionary(statement => statement.Sid, IReadOnlyDictionary<string, string> (statement) => statement.Actions.ToDictionary(action => action.Name, action => action.Reason)), policy.ToJson());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyRecord))]
internal sealed partial class PolicyJson : JsonSerializerContext;
