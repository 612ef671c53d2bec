using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Pipeline.Deployment.Permissions;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>The policy of one role, in JSON.</summary>
/// <param name="Characters">As IAM counts them.</param>
/// <param name="Fits">It is not larger than a managed policy may be.</param>
/// <param name="Reasons">Why each action is needed, by statement and action.</param>
/// <param name="Document">What IAM takes.</param>
internal sealed record PolicyRecord(
    string Application, string Environment, string Role, string Purpose, int Characters, bool Fits, IReadOnlyList<string> Remarks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Reasons, JsonObject Document)
{
    public static PolicyRecord Of(string application, string environment, RolePolicy policy) => new(
        application, environment, policy.Role, policy.Purpose, policy.Characters, !policy.IsTooLarge, policy.Remarks,
        policy.Statements.ToDictionary(statement => statement.Sid, IReadOnlyDictionary<string, string> (statement) => statement.Actions.ToDictionary(action => action.Name, action => action.Reason)), policy.ToJson());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyRecord))]
internal sealed partial class PolicyJson : JsonSerializerContext;
