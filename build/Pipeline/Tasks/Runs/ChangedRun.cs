using Slipway.Aws.Ecs;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Inputs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>Leaves what has not changed since a commit out of a run.</summary>
internal sealed class ChangedRun(EcsClient ecs, Paths paths, ILog log, TimeProvider time)
{
    /// <param name="since">The commit.</param>
    /// <param name="model">Is about what is left of the application afterwards.</param>
    /// <returns>The plan of what has changed; null when nothing has.</returns>
    /// <exception cref="Slipway.Pipeline.Foundation.Failures.RunFailedException">The repository has no such commit; exit code 2.</exception>
    public async Task<RunPlan?> NarrowAsync(RunPlan plan, string since, ComposeModel model, CancellationToken cancellation)
    {
        var settings = plan.Settings;
        var files = new ChangedFiles(await new GitRepository(paths.Root, time).ListChangedAsync(since, cancellation), settings, model, paths);
        var reasons = plan.Files.Services.Select(service => (service.Settings.Service, Why: files.OfAll ?? files.Of(service))).ToList();
        var doubts = await DoubtsAsync([.. reasons.Where(one => one.Why is null).Select(one => one.Service)], cancellation);
        reasons = [.. reasons.Select(one => (one.Service, one.Why ?? doubts.GetValueOrDefault(one.Service)))];
        if (reasons.TrueForAll(one => one.Why is null))
        {
            log.Information("Nothing of environment '{0}' has changed since {1}: nothing is built, pushed or moved.", settings.Environment, since);
            return null;
        }

        var (changed, unchanged) = (reasons.FindAll(one => one.Why is not null), reasons.FindAll(one => one.Why is null));
        log.Information("Changed since {0}: {1}", since, string.Join(", ", changed.Select(one => $"{one.Service.Name ?? one.Service.EcsName} ({one.Why})")));
        if (unchanged.Count == 0) return plan;
        log.Information("Unchanged, and left as they are: {0}", string.Join(", ", unchanged.Select(one => one.Service.Name)));
        var part = ChangedPart.Of(settings, plan.Files, [.. changed.Select(one => one.Service.Name!)], model);
        return plan with { Settings = part, Files = new(part, plan.Placeholders, paths, EnvironmentVariables.OfThisProcess()) };
    }

    /// <summary>A service that is not there yet, or not where a deployment was to bring it, has something to be deployed although no file has changed.</summary>
    private async Task<IReadOnlyDictionary<ServiceSettings, string>> DoubtsAsync(IReadOnlyList<ServiceSettings> services, CancellationToken cancellation)
    {
        var addressed = services.Where(service => service is { Cluster: not null, EcsName: not null }).ToDictionary(service => service, service => service.RequireService());
        var found = await DeployedService.FindAsync(ecs, [.. addressed.Values], cancellation);
        return addressed.Where(one => DeployedService.IsSettled(found.GetValueOrDefault(one.Value)) is false)
            .ToDictionary(one => one.Key, one => found.ContainsKey(one.Value) ? "its last deployment is not complete" : "it is not there yet");
    }
}
