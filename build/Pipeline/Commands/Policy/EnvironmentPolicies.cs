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

    /// <returns>Whether a rehearsal has used what the deployer's policy does not grant, where that was asked.</returns>
    /// <exception cref="RunFailedException">The configuration has no account, or a file is missing (2); or no rehearsal is recorded (3).</exception>
    /// <exception cref="TaskDefinitionException">The task definition is not one.</exception>
    public async Task<bool> RunAsync(Settings settings, Invocation invocation, CancellationToken cancellation)
    {
        var identity = await identities.ReadAsync(invocation.Get(Options.BuildNumber), cancellation);
        var policies = Of(settings, identity, invocation.Get(Options.For), paths);
        var output = invocation.Get(Options.Output);
        if (invocation.Get(Options.FromRehearsal)) return Compare(policies[0], settings.IsRehearsal ? null : settings.Role?.Render(PlaceholderValues.For(settings, identity)));
        if (results.IsJson) PolicyRecord.Write(policies, settings.Application, settings.Environment, results);
        else if (output is not null) log.Information("Wrote {0} to {1}.", string.Join(", ", PolicyFiles.Write(policies, paths, output)), output);
        else PolicyText.Write(policies, terminal, TextPage.TerminalWidth);
        // The text says so itself.
        var written = results.IsJson ? policies : output is null ? [] : policies.SelectMany(policy => policy.Divided());
        foreach (var large in written.Where(policy => policy.IsTooLarge)) log.Warning("{0}", $"The policy of '{large.Role}' has {large.Characters} characters, and a managed policy may have {RolePolicy.MostCharacters}.");
        return false;
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
        var anyBuild = placeholders with { Build = new(Wildcard, Wildcard, Wildcard) };
        return PolicySet.Of([.. files.Services.Select(service => new PolicyScope(service.Settings, anyBuild, account, service.ReadTaskDefinition(), service.ReadServiceDefinition()))], targets.Count == 0 ? OptionRules.PolicyTargetNames : targets, Directory.EnumerateFiles(paths.Root, "buildspec*.yml").Any());
    }

    /// <param name="role">ARN of the role that the environment's runs assume; null for what anybody has used. A rehearsal assumes none; who deploys another environment to LocalAws may.</param>
    private bool Compare(RolePolicy deployer, string? role)
    {
        var used = UsedPermissions.Read(Path.Combine(paths.LocalAwsState, UsedPermissions.FileName));
        var use = PermissionUse.Compare(deployer, (role is null ? used : used.Of(role)).Uses);
        UsedReport.Write(use, terminal);
        if (!used.IsComplete) log.Warning("The record was full after {0} uses, and what was used later is not in it. Begin another: {1}=Down {2}=local, then rehearse again.", used.Uses.Count, Options.Target, Options.Environment);
        return use.Missing.Count > 0;
    }
}
