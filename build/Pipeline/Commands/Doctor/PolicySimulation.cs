using Slipway.Aws;
using Slipway.Aws.Permissions;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Asks IAM what the caller's own policies say of actions; nothing is carried out.</summary>
/// <param name="caller">The ARN of GetCallerIdentity.</param>
public sealed class PolicySimulation(AwsClients aws, string caller)
{
    public const string Allowed = "allowed";

    /// <summary>A statement forbids it, which no other policy can allow.</summary>
    public const string Forbidden = "explicitDeny";

    public string Caller => caller;

    /// <param name="conditions">What the request would have: a policy that asks for a key denies what is simulated without it.</param>
    /// <returns>The decision for each action: <see cref="Allowed"/>, <see cref="Forbidden"/> or <c>implicitDeny</c>.</returns>
    /// <exception cref="AwsException">The caller may not ask (<c>iam:SimulatePrincipalPolicy</c>), or has no policies, as the root user.</exception>
    public async Task<IReadOnlyDictionary<string, string>> DecideAsync(string resource, IReadOnlyList<string> actions, IReadOnlyList<ActionCondition> conditions, CancellationToken cancellation)
    {
        var parameters = new Dictionary<string, string> { ["PolicySourceArn"] = PolicySource(), ["ResourceArns.member.1"] = resource };
        for (var index = 0; index < actions.Count; index++) parameters[$"ActionNames.member.{index + 1}"] = actions[index];
        for (var index = 0; index < conditions.Count; index++)
        {
            parameters[$"ContextEntries.member.{index + 1}.ContextKeyName"] = conditions[index].Key;
            parameters[$"ContextEntries.member.{index + 1}.ContextKeyType"] = "string";
            parameters[$"ContextEntries.member.{index + 1}.ContextKeyValues.member.1"] = conditions[index].Value;
        }

        var answer = await aws.Query(AwsService.Iam).InvokeAsync("SimulatePrincipalPolicy", parameters, cancellation);
        return answer.Descendants("EvalDecision")
            .Select(decision => (Action: decision.Parent?.Element("EvalActionName")?.Value, Decision: decision.Value))
            .Where(one => one.Action is not null).ToDictionary(one => one.Action!, one => one.Decision, StringComparer.Ordinal);
    }

    /// <summary>The policies of a session are its role's: <c>arn:aws:sts::1:assumed-role/ci/build</c> is <c>arn:aws:iam::1:role/ci</c>.</summary>
    private string PolicySource()
    {
        var parts = caller.Split(':');
        return parts is [_, _, "sts", ..] && parts[^1].Split('/') is ["assumed-role", var role, ..] ? $"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/{role}" : caller;
    }
}
