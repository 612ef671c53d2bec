using Slipway.Aws;
using Slipway.Aws.Permissions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether the roles of the task definition exist, are ECS's to take on, and the caller's to pass.</summary>
internal sealed class RoleChecks(AwsClients aws, TaskDefinitionDocument taskDefinition, PolicySimulation policies)
{
    private const string Tasks = "ecs-tasks.amazonaws.com";
    private static readonly RequiredAction PassRole = AwsPermissions.Get("ECS", "RegisterTaskDefinition").Actions.Single(action => action.Action == "iam:PassRole");
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
        var exists = await AwsChecks.AskAsync(subject, InfraModule.Or($"Create it, with {Tasks} as the service that may take it on", InfraModule.Roles), async () =>
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
            var decisions = await policies.DecideAsync(arn, [PassRole.Action], PassRole.Conditions, cancellation);
            return decisions.GetValueOrDefault(PassRole.Action) == PolicySimulation.Allowed
                ? Check.Passed(subject, "given")
                : Check.Failed(subject, $"{policies.Caller} does not have it", $"Allow {PassRole.Action} on {arn}, with iam:PassedToService = {Tasks}.");
        });
    }
}
