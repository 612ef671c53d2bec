using Slipway.Aws;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether the roles of the task definition exist, are ECS's to take on, and the caller's to pass.</summary>
internal sealed class RoleChecks(AwsClients aws, TaskDefinitionDocument taskDefinition, string caller)
{
    private const string Tasks = "ecs-tasks.amazonaws.com";
    private static readonly string[] Members = ["executionRoleArn", "taskRoleArn"];

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        var roles = Members.Select(member => (string?)taskDefinition.Root[member]).OfType<string>().Distinct();
        var checks = await Task.WhenAll(roles.Select(role => RoleAsync(role, cancellation)));
        return [.. checks.SelectMany(check => check)];
    }

    private async Task<IReadOnlyList<Check>> RoleAsync(string arn, CancellationToken cancellation)
    {
        var (subject, name) = ($"role {arn}", arn[(arn.LastIndexOf('/') + 1)..]);
        var exists = await AwsChecks.AskAsync(subject, $"Create it, with {Tasks} as the service that may take it on.", async () =>
        {
            var role = await aws.Query(AwsService.Iam).InvokeAsync("GetRole", new Dictionary<string, string> { ["RoleName"] = name }, cancellation);
            var trust = Uri.UnescapeDataString((string?)role.Descendants("AssumeRolePolicyDocument").FirstOrDefault() ?? "");
            return trust.Contains(Tasks, StringComparison.Ordinal)
                ? Check.Passed(subject, "exists, and ECS may take it on")
                : Check.Failed(subject, "ECS may not take it on", $"Name the service {Tasks} in its trust policy.");
        });
        return exists.Result == CheckResult.Passed ? [exists, await PassAsync(arn, cancellation)] : [exists];
    }

    private Task<Check> PassAsync(string arn, CancellationToken cancellation)
    {
        var subject = $"permission to pass {arn[(arn.LastIndexOf('/') + 1)..]}";
        return AwsChecks.AskAsync(subject, "", async () =>
        {
            var parameters = new Dictionary<string, string> { ["PolicySourceArn"] = PolicySource(), ["ActionNames.member.1"] = "iam:PassRole", ["ResourceArns.member.1"] = arn };
            var answer = await aws.Query(AwsService.Iam).InvokeAsync("SimulatePrincipalPolicy", parameters, cancellation);
            return answer.Descendants("EvalDecision").Select(decision => decision.Value).FirstOrDefault() == "allowed"
                ? Check.Passed(subject, "given")
                : Check.Failed(subject, $"{caller} does not have it", $"Allow iam:PassRole on {arn}, with iam:PassedToService = {Tasks}.");
        });
    }

    /// <summary>The policies of a session are its role's: <c>arn:aws:sts::1:assumed-role/ci/build</c> is <c>arn:aws:iam::1:role/ci</c>.</summary>
    private string PolicySource()
    {
        var parts = caller.Split(':');
        return parts is [_, _, "sts", ..] && parts[^1].Split('/') is ["assumed-role", var role, ..] ? $"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/{role}" : caller;
    }
}
