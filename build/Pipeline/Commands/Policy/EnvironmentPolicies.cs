using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>Computes the IAM policies that an environment needs, from its configuration and its task definition alone, and prints or writes them.</summary>
public sealed class EnvironmentPolicies(BuildIdentityReader identities, Paths paths, ResultOutput results, ITerminal terminal, ILog log)
{
    private const string Wildcard = "*";

    /// <exception cref="RunFailedException">The configuration has no account, or a file is missing; exit code 2.</exception>
    /// <exception cref="TaskDefinitionException">The task definition is not one.</exception>
    public async Task RunAsync(Settings settings, Invocation invocation, CancellationToken cancellation)
    {
        var policies = Of(settings, await identities.ReadAsync(invocation.Get(Options.BuildNumber), cancellation), invocation.Get(Options.For), paths);
        var output = invocation.Get(Options.Output);
        if (invocation.Get(Options.FromRehearsal)) Compare(policies[0]);
        else if (results.IsJson) foreach (var policy in policies) results.Write(PolicyRecord.Of(settings.Application, settings.Environment, policy), PolicyJson.Default.PolicyRecord);
        else if (output is not null) log.Information("Wrote {0} to {1}.", string.Join(", ", PolicyFiles.Write(policies, paths, output)), output);
        else PolicyText.Write(policies, terminal, TextPage.TerminalWidth);
        foreach (var large in policies.Where(policy => policy.IsTooLarge)) log.Warning("{0}", $"The policy of '{large.Role}' has {large.Characters} characters, and a managed policy may have {RolePolicy.MostCharacters}.");
    }

    /// <param name="targets">Those that the deployer runs; all when there are none.</param>
    /// <returns>The deployer's first.</returns>
    /// <exception cref="RunFailedException">The configuration has no account, or a file is missing; exit code 2.</exception>
    public static IReadOnlyList<RolePolicy> Of(Settings settings, BuildIdentity identity, IReadOnlyList<string> targets, Paths paths)
    {
        var account = settings.Account ?? throw new RunFailedException(
            ExitCodes.Configuration, $"{settings.PlaceOf("account")}: a policy names the account that it is for. Write 'account', twelve digits.");
        var placeholders = PlaceholderValues.For(settings, identity);
        var files = new DeploymentFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess());
        files.Check();
        var scope = new PolicyScope(settings, placeholders with { Build = new(Wildcard, Wildcard, Wildcard) }, account, files.ReadTaskDefinition());
        return PolicySet.Of(scope, targets.Count == 0 ? OptionRules.PolicyTargetNames : targets, Directory.EnumerateFiles(paths.Root, "buildspec*.yml").Any());
    }

    private void Compare(RolePolicy deployer)
    {
        var used = UsedPermissions.Read(Path.Combine(paths.LocalAwsState, UsedPermissions.FileName));
        UsedReport.Write(PermissionUse.Compare(deployer, used), terminal);
    }
}
