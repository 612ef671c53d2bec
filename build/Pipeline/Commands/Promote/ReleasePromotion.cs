using Slipway.Aws;
using Slipway.Docker;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Promote;

/// <summary>
/// Deploys to one environment what another one runs: the same digests, under the environment's own tags and in its own task definition. Nothing is built,
/// and no Docker engine is needed.
/// </summary>
public sealed class ReleasePromotion(
    BuildIdentityReader identities, AwsAccess access, ApprovalGate approvals, DockerFactory dockers, Verification verification, SecretValues secrets, Interruption interruption, Paths paths, ILog log, TimeProvider time)
{
    /// <summary>Makes the client of the registries, with their logins by host.</summary>
    public Func<IReadOnlyDictionary<string, RegistryCredentials>, RegistryClient> Registries { get; init; } = logins => new(logins);

    /// <param name="target">Of the environment that the release is promoted to.</param>
    /// <param name="configuration">The path of the configuration, for the other environment.</param>
    /// <exception cref="RunFailedException">There is nothing to promote, or it cannot be deployed.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    /// <exception cref="RegistryException">A registry refused a request.</exception>
    public async Task RunAsync(Settings target, string configuration, Invocation invocation, CancellationToken cancellation)
    {
        var recorded = invocation.Get(Options.Release) is { } file ? await RecordedRelease.ReadAsync(file, target, paths, cancellation) : null;
        var source = SettingsReader.Read(configuration, NameOfSource(target, invocation.Get(Options.From), recorded));
        var identity = await identities.ReadAsync(invocation.Get(Options.BuildNumber), cancellation);
        Files(target, PlaceholderValues.For(target, identity)).Check();
        using var treeLock = WorkingTreeLock.Acquire(paths.State, time);
        await access.AskAsync(
            source,
            PlaceholderValues.For(source, identity),
            there => access.AskAsync(
                target, PlaceholderValues.For(target, identity), here => PromoteAsync(new(source, there, target, here, identity, DeployOptions.Of(invocation), invocation.Get(Options.ApprovedBy)), recorded, cancellation), cancellation),
            cancellation);
    }

    private static string NameOfSource(Settings target, string? from, Release? recorded)
    {
        if (from is null && recorded is null && target.Stage.From is null)
            throw Wrong($"nothing says what to promote to '{target.Environment}'. Write 'from: ENVIRONMENT' under 'environments.{target.Environment}', {Options.From}=ENVIRONMENT for what that one runs, or {Options.Release}=FILE for a recorded release.");
        if (from is not null && recorded is not null && from != recorded.Environment)
            throw Wrong($"{Options.From} is '{from}', and {Options.Release} names a release of environment '{recorded.Environment}'. Leave one of them out.");
        var source = from ?? recorded?.Environment ?? target.Stage.From!;
        if (source != target.Environment && target.Stage.From is { } before && source != before)
            throw Wrong($"{target.PlaceOf("from")}: environment '{target.Environment}' comes from '{before}', and {(from is null ? $"{Options.Release} names a release of environment" : $"{Options.From} is")} '{source}'. Promote that to '{before}' first, or correct 'from'.");
        return source != target.Environment
            ? source
            : throw Wrong($"environment '{source}' cannot be promoted to itself. To deploy a recorded release again: {Options.Target}=Deploy {Options.Release}=FILE {Options.Environment}={source}.");
    }

    private static RunFailedException Wrong(string why) => new(ExitCodes.Configuration, why);

    /// <summary>Checks what can be checked without the lock, which is held from before the first tag moves.</summary>
    /// <returns>The release as it is in its new environment.</returns>
    private async Task<Release> PromoteAsync(Promotion promotion, Release? recorded, CancellationToken cancellation)
    {
        var (release, revision) = recorded is not null ? (recorded, null) : await RunningAsync(promotion, cancellation);
        log.Information("Promoting build {0}, commit {1}, from environment '{2}' to '{3}'", release.Build, release.Commit, promotion.Source.Environment, promotion.Target.Environment);
        var placeholders = PlaceholderValues.For(promotion.Target, new(release.Build, release.Commit, release.Branch));
        var files = Files(promotion.Target, placeholders);
        var deployment = new ReleaseDeployment(promotion.Target, files, promotion.TargetAws, log, paths, time);
        await deployment.RequireDestinationAsync(cancellation);
        var approvedBy = files.LeftBecause is not null ? promotion.ApprovedBy : await approvals.RequireAsync(promotion.Target, promotion.ApprovedBy, new(release.Build, release.Commit, release.Branch), cancellation);

        var guard = new EnvironmentGuard(
            promotion.TargetAws.Objects, LockLocation.Find(promotion.Target, placeholders), promotion.Target, LockOwner.Of(EnvironmentVariables.OfThisProcess(), promotion.Identity), promotion.Options.LockWait, log, time);
        var rollout = new VerifiedRollout(deployment, new(promotion.Target, promotion.TargetAws, log, time) { DefinitionOf = files.DefinitionOf }, verification, guard, interruption, promotion.Target, placeholders, log);
        var promoted = release with { Environment = promotion.Target.Environment, PromotedFrom = new(promotion.Source.Environment, revision), ApprovedBy = approvedBy };
        await guard.WhileHeldAsync(
            async held =>
            {
                promoted = promoted with { Images = await CopyAsync(promotion, release, placeholders, files, held) };
                deployment.ClearArtifacts();
                log.Information("Wrote {0} to artifacts/.", string.Join(", ", await deployment.WriteArtifactsAsync(promoted, held)));
                await rollout.RunHeldAsync(promoted, promotion.Options, held);
            },
            cancellation);
        return promoted;
    }

    private static async Task<(Release Release, string? TaskDefinition)> RunningAsync(Promotion promotion, CancellationToken cancellation)
    {
        var running = await RunningRelease.ReadAsync(promotion.SourceAws.Ecs, promotion.Source, cancellation);
        return (running.Release, running.TaskDefinition);
    }

    private async Task<IReadOnlyList<ReleasedImage>> CopyAsync(Promotion promotion, Release release, PlaceholderValues placeholders, DeploymentFiles files, CancellationToken cancellation)
    {
        // Of docker nothing is asked: it stands here because a registry's login and docker's go together elsewhere.
        using var repositories = new RegistryAccess(promotion.TargetAws.Ecr, new(dockers.Create(), secrets, EnvironmentVariables.OfThisProcess()));
        await repositories.FindRepositoriesAsync(promotion.Target, placeholders, cancellation);
        var logins = new Dictionary<string, RegistryCredentials>();
        foreach (var account in (AwsClients[])[promotion.SourceAws, promotion.TargetAws])
        {
            var login = await account.Ecr.GetAuthorizationTokenAsync(cancellation);
            secrets.Add(login.Password.Reveal());
            logins[login.Host] = new(login.UserName, login.Password.Reveal());
        }

        using var registries = Registries(logins);
        return await new PromotedImages(registries, promotion.Target, placeholders, repositories.UriOf, repositories.Fixes, log).PromoteAsync(release, files.ReadTaskDefinitions(), cancellation);
    }

    private DeploymentFiles Files(Settings settings, PlaceholderValues placeholders) => new(settings, placeholders, paths, EnvironmentVariables.OfThisProcess());

    /// <summary>From where to where.</summary>
    private sealed record Promotion(Settings Source, AwsClients SourceAws, Settings Target, AwsClients TargetAws, BuildIdentity Identity, DeployOptions Options, string? ApprovedBy);
}
