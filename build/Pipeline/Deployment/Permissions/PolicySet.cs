using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The policies of all roles that an environment needs.</summary>
internal static class PolicySet
{
    public const string Deployer = "deployer";

    /// <param name="services">At least one.</param>
    /// <param name="targets">Those that the deployer runs.</param>
    /// <param name="hasBuildspec">Whether the repository has a file for CodeBuild.</param>
    /// <returns>The deployer's first.</returns>
    public static IReadOnlyList<RolePolicy> Of(IReadOnlyList<PolicyScope> services, IReadOnlyList<string> targets, bool hasBuildspec) =>
    [
        DeployerOf(services, targets),
        .. hasBuildspec ? [BuildServicePolicies.CodeBuild(services[0])] : (RolePolicy[])[],
        .. hasBuildspec || services.Any(service => service.Settings.Service.Strategy == DeployStrategy.ArtifactsOnly) ? [BuildServicePolicies.CodePipeline(services)] : (RolePolicy[])[],
        .. ByRole(services, service => service.ExecutionRole, TaskPolicies.Execution),
        .. ByRole(services, service => service.TaskRole, TaskPolicies.Task),
    ];

    private static RolePolicy DeployerOf(IReadOnlyList<PolicyScope> services, IReadOnlyList<string> targets)
    {
        var builder = new PolicyBuilder();
        foreach (var (need, scope) in DeployerNeeds.Of(services, targets))
        {
            foreach (var operation in need.Operations) builder.AllowOperation(need.Sid, need.Reason, need.Service, operation, need.Names(scope));
        }

        var statements = builder.Build();
        return new(Deployer, $"Who runs Slipway: {string.Join(", ", targets)}", statements, [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            var shared = services[0];
            if (statements.Any(statement => statement.Resources.Any(resource => resource.EndsWith(PolicyScope.FillIn, StringComparison.Ordinal))))
                yield return $"{PolicyScope.FillIn} stands for the role by which ECS shifts the traffic, which only the service names: loadBalancers[].advancedConfiguration.roleArn of aws ecs describe-services.";
            if (shared.StoredSecrets.Any() || shared.Parameters.Any()) yield return "A secret that is encrypted with a key of your own needs kms:Decrypt on that key, too.";
            if (shared.AssumedRole is { } role) yield return $"It is the policy of {role}, which is assumed ('role'): whoever assumes it needs sts:AssumeRole on it.";
        }
    }

    /// <summary>One for each role that the task definitions name; by the name of its first service where there are several.</summary>
    private static IEnumerable<RolePolicy> ByRole(IReadOnlyList<PolicyScope> services, Func<PolicyScope, string?> roleOf, Func<IReadOnlyList<PolicyScope>, RolePolicy> policyOf)
    {
        var groups = services.GroupBy(roleOf).Select(same => same.ToList()).ToList();
        foreach (var group in groups)
        {
            var policy = policyOf(group);
            yield return groups.Count == 1
                ? policy
                : policy with { Role = $"{policy.Role}-{group[0].Settings.Service.Name}", Purpose = $"{policy.Purpose}; of {string.Join(", ", group.Select(service => service.Settings.Service.Name))}" };
        }
    }
}
