using Slipway.Docker;
using Slipway.Docker.Prerequisites;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>Begins a run of the pipeline: what it needs is looked for, and what is missing is said, before its first task.</summary>
public sealed class RunStart(AwsAccess access, DockerFactory dockers, RehearsalAws rehearsal, SecretValues secrets, Interruption interruption, Paths paths, ILog log, TimeProvider time)
{
    /// <summary>Asks the deployed application.</summary>
    internal static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Looks for Docker and what belongs to it; installs it where that is possible and allowed.</summary>
    public Task RequireDockerAsync(CancellationToken cancellation) =>
        DockerPrerequisites.EnsureAsync(dockers.Create(), Prerequisites(), cancellation);

    /// <summary>Checks what can be checked without starting anything.</summary>
    /// <param name="deploys">Whether task Deploy will run, which needs the cluster.</param>
    /// <exception cref="RunFailedException">The files that a deployment is made from are missing or wrong.</exception>
    public RunPlan Plan(bool deploys, Settings settings, BuildIdentity identity, DeployOptions options)
    {
        var placeholders = PlaceholderValues.For(settings, identity);
        var files = new DeploymentFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess());
        files.Check();
        return new(deploys, settings, identity, placeholders, files, options);
    }

    /// <exception cref="RunFailedException">Something is missing, or someone else uses the working tree.</exception>
    /// <exception cref="ConfigurationException">The configuration names what does not exist.</exception>
    public async Task<Run> BeginAsync(RunPlan plan, CancellationToken cancellation)
    {
        var settings = plan.Settings;
        var undo = new Stack<IDisposable>();
        try
        {
            var treeLock = Keep(undo, WorkingTreeLock.Acquire(paths.State, time));
            await ClearAbandonedAsync(cancellation);

            var directory = RunDirectory.Create(paths.State);
            undo.Push(new Cleared(directory));
            var config = Keep(undo, DockerConfigDirectory.Create());
            var docker = dockers.Create(new() { Config = config, WorkingDirectory = paths.Root, Progress = line => log.Warning("{0}", line) });
            LearnSecrets(settings, plan.Placeholders);
            var model = new ComposeModel(docker, settings, directory.FullPath, paths);
            await model.CheckAsync(cancellation);
            settings = SharedImages.Complete(settings, model.Shared);
            if (settings.IsRehearsal || model.Uses(BaseImage.DefaultReference))
                await new BaseImage(docker, Prerequisites()).EnsureAsync(BaseImage.DefaultReference, cancellation);

            var aws = Keep(undo, await access.ConnectAsync(settings, plan.Placeholders, directory.FullPath, cancellation));
            var narrowed = plan.Options.ChangedSince is { } since ? await new ChangedRun(aws.Ecs, paths, log, time).NarrowAsync(plan with { Settings = settings }, since, model, cancellation) : plan with { Settings = settings };
            (plan, settings) = (narrowed ?? plan, narrowed?.Settings ?? settings);
            var parts = new RunParts(paths, settings, plan.Placeholders, directory, treeLock, config, docker, aws);
            var run = Compose(parts, model, plan);
            run.IsIdle = narrowed is null;
            if (run.IsIdle) return run;
            await ProvisionAsync(run, parts, plan, cancellation);
            return run;
        }
        catch
        {
            while (undo.TryPop(out var step)) step.Dispose();
            throw;
        }
    }

    /// <summary>Takes down what all rehearsals have left, and what a killed run left.</summary>
    /// <returns>False when there was nothing to take down.</returns>
    /// <exception cref="RunFailedException">The environment is no rehearsal, or a run continues.</exception>
    public async Task<bool> TakeDownAsync(Settings settings, CancellationToken cancellation)
    {
        if (!settings.IsRehearsal)
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"Only a rehearsal is taken down ('{Settings.RehearsalName}' and '{Settings.RehearsalName}-NAME'): what environment '{settings.Environment}' has in AWS is not this run's to remove.");
        using var treeLock = WorkingTreeLock.Acquire(paths.State, time);
        await ClearAbandonedAsync(cancellation);
        return await rehearsal.DownAsync(settings, cancellation);
    }

    /// <summary>What is secret already: Compose reads a file of the user's own, and quotes it where it cannot.</summary>
    private void LearnSecrets(Settings settings, PlaceholderValues placeholders)
    {
        foreach (var value in EnvironmentVariables.SecretsIn(EnvironmentVariables.OfThisProcess())) secrets.Add(value);
        foreach (var file in SecretFiles(settings, placeholders).Select(paths.InRepository).Where(File.Exists)) secrets.AddFile(File.ReadAllText(file));
    }

    /// <summary>As paths in the repository.</summary>
    private static IEnumerable<string> SecretFiles(Settings settings, PlaceholderValues placeholders) => settings.Secrets.Select(secret => secret.To).OfType<Template>().Select(to => to.Render(placeholders));

    private PrerequisiteOptions Prerequisites() => new() { WorkingDirectory = paths.Root, Time = time, Progress = line => log.Information("{0}", line) };

    private Run Compose(RunParts parts, ComposeModel model, RunPlan plan)
    {
        var registry = new RegistryAccess(parts.Aws.Ecr, new(parts.Docker, secrets, EnvironmentVariables.OfThisProcess()));
        var application = new ComposeApplication(parts.Docker, model, parts.Settings, parts.Directory, log, paths, time);
        return new(parts, log, new(parts.Settings.Application, parts.Settings.Environment, plan.Identity.BuildNumber, plan.Identity.Commit, plan.Identity.Branch, []) { ApprovedBy = plan.ApprovedBy })
        {
            DeployOptions = plan.Options,
            Secrets = new(parts.Aws, secrets, parts.Directory, paths),
            Registry = registry,
            Images = new(parts.Docker, registry, parts.Placeholders),
            Application = application,
            Inputs = new(model, paths, new BaseDigests(parts.Docker, registry, parts.Settings.IsRehearsal).OfAsync),
            Database = new(application, time),
            Steps = new(application, secrets, log, paths),
            Gates = new(parts.Docker, application, parts.Directory, secrets, paths, log, time) { SecretFiles = [.. SecretFiles(parts.Settings, parts.Placeholders)] },
            Deployment = new(parts.Settings, plan.Files, parts.Aws, log, paths, time),
            Lock = new(
                parts.Aws.Objects, LockLocation.Find(parts.Settings, parts.Placeholders), parts.Settings,
                LockOwner.Of(EnvironmentVariables.OfThisProcess(), plan.Identity), plan.Options.LockWait, log, time),
            Deploys = plan.Deploys && plan.Files.LeftBecause is null,
            Verification = new(Http, time),
            Preparation = new(parts.Settings, parts.Aws, log, time) { DefinitionOf = plan.Files.DefinitionOf },
            Interruption = interruption,
        };
    }

    /// <summary>Cluster and repositories must be there. A rehearsal makes them, its cluster, and the images that others publish.</summary>
    private async Task ProvisionAsync(Run run, RunParts parts, RunPlan plan, CancellationToken cancellation)
    {
        var settings = parts.Settings;
        if (settings.IsRehearsal)
        {
            if (settings.Deploy.Cluster is { } cluster)
            {
                await parts.Aws.Ecs.CreateClusterAsync(cluster, cancellation);
                foreach (var space in plan.Deploys ? plan.Files.Namespaces : []) await parts.Aws.Ecs.SetNamespaceAsync(cluster, space, cancellation);
            }

            await run.Registry.CreateRepositoriesAsync(settings, cancellation);
        }

        if (plan.Deploys) await run.Deployment.RequireDestinationAsync(cancellation);
        await run.Registry.FindRepositoriesAsync(settings, parts.Placeholders, cancellation);
        if (!settings.IsRehearsal) return;
        var login = await run.Registry.LogInAsync(cancellation);
        await new ImagePublisher(run.Registry.Client, login, parts.Placeholders, parts.Directory, paths, log).PublishAsync(settings.Pull, cancellation);
    }

    /// <summary>What a killed run left: its Compose project, and the secrets that it had written.</summary>
    private async Task ClearAbandonedAsync(CancellationToken cancellation)
    {
        foreach (var abandoned in RunDirectory.Abandoned(paths.State))
        {
            if (abandoned.Record.ComposeProject is { } project)
            {
                await new ComposeCleanup(dockers.Create(), time).RemoveAsync(project, TimeSpan.Zero, cancellation);
                abandoned.Note(record => record with { ComposeProject = null });
            }

            abandoned.Clear();
            log.Information("Removed what run {0} left behind when it was killed.", abandoned.Id);
        }
    }

    private static T Keep<T>(Stack<IDisposable> undo, T step)
        where T : IDisposable
    {
        undo.Push(step);
        return step;
    }

    private sealed class Cleared(RunDirectory directory) : IDisposable
    {
        public void Dispose() => directory.Clear();
    }
}
