using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>Migrates the environment's own database: each command once, as a task of its own of the release's task definition.</summary>
public sealed class ClusterMigration(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>What a service has beside its task definition, for one that is not there yet.</summary>
    public Func<ServiceSettings, ServiceDefinition?> DefinitionOf { get; init; } = _ => null;

    private List<StepSettings> Steps => [.. settings.Migrate.Where(step => step.In == StepLocation.Cluster)];

    private SkipSettings? Skip => settings.Skip.FirstOrDefault(skip => string.Equals(skip.Task, PipelineTasks.Migrate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Checks, before anything is registered, that the container of each migration is in what is to run.</summary>
    /// <param name="definitions">Of all services that are deployed.</param>
    /// <exception cref="RunFailedException">One is in none of them; exit code 2.</exception>
    public void Check(IReadOnlyList<TaskDefinitionDocument> definitions)
    {
        if (Skip is not null) return;
        foreach (var step in Steps.Where(step => !definitions.Any(definition => Has(definition, step))))
        {
            if (settings.Deploy.Aside.Count == 0) throw Missing(step, definitions);
            log.Warning("{0}: the migration is not run: its container is in no service that was chosen ({1}).", step.Place, string.Join(", ", settings.Services.Select(service => service.Name)));
        }
    }

    /// <summary>Runs the migrations that are <c>in: cluster</c>, in their order; the first that fails ends it.</summary>
    /// <param name="revision">The ARN of the registered task definition.</param>
    /// <exception cref="RunFailedException">A migration failed, or was not run; exit code 4. The service was not touched.</exception>
    public Task RunAsync(string revision, CancellationToken cancellation) => RunAsync([(settings.Service, revision)], cancellation);

    /// <summary>The same where several services are deployed: each migration once, in the first service that changes and has its container.</summary>
    /// <param name="revisions">The ARN for each service that changes, by its name.</param>
    /// <exception cref="RunFailedException">A migration failed, or was not run; exit code 4. No service was touched.</exception>
    public Task RunAsync(IReadOnlyDictionary<string, string> revisions, CancellationToken cancellation) =>
        RunAsync([.. settings.Services.Where(service => revisions.ContainsKey(service.Name!)).Select(service => (service, revisions[service.Name!]))], cancellation);

    private async Task RunAsync(IReadOnlyList<(ServiceSettings Service, string Revision)> services, CancellationToken cancellation)
    {
        if (Steps is not { Count: > 0 } steps) return;
        if (Skip is { } skip)
        {
            log.Information("{0} is skipped, in the cluster too: environment '{1}' leaves it out ({2}).", PipelineTasks.Migrate, settings.Environment, skip.Place);
            return;
        }

        var (places, next) = (new List<TaskPlace>(), 0);
        foreach (var step in steps)
        {
            // No further than to the first that has the container.
            for (; !places.Exists(one => Has(one.Definition, step)) && next < services.Count; next++) places.Add(await PlaceAsync(services[next].Service, services[next].Revision, cancellation));
            if (places.Find(one => Has(one.Definition, step)) is { } place) await RunAsync(step, place, cancellation);
            else if (services.Count < settings.Services.Count) log.Information("{0}: the migration is not run: no service that changes has its container.", step.Place);
        }
    }

    private async Task<TaskPlace> PlaceAsync(ServiceSettings service, string revision, CancellationToken cancellation) => new(
        settings.Of(service), revision, new TaskDefinitionDocument((await aws.Ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Document), await DeployedService.FindAsync(aws.Ecs, service.RequireService(), cancellation), DefinitionOf(service));

    private async Task RunAsync(StepSettings step, TaskPlace place, CancellationToken cancellation)
    {
        var request = new OneOffRequest(place.Settings.Service.RequireService().Cluster, place.Revision, CommandContainer.Of(step.Service, settings)!, step.Command)
        {
            // Before the first deployment there is no service to go by.
            Placement = ServicePlacement.For(place.Running ?? place.Beside?.AsService(), place.Definition, place.Settings.Service.LaunchType, EnvironmentNetwork.Of(place.Settings, place.Definition, place.Beside)),
            Tags = CommandTags.Of(settings),
            Timeout = step.Timeout,
        };
        var result = await new OneOffTask(aws.Ecs, aws.LogsIn, time, new LoggedProgress(log), new Lines(log)).RunAsync(request, cancellation);
        Check(step, request, result);
    }

    private bool Has(TaskDefinitionDocument definition, StepSettings step) => definition.Containers.Any(one => one.Name == CommandContainer.Of(step.Service, settings));

    private RunFailedException Missing(StepSettings step, IReadOnlyList<TaskDefinitionDocument> definitions) => new(
        ExitCodes.Configuration,
        $"{step.Place}: the migration runs in container '{CommandContainer.Of(step.Service, settings)}' of image '{step.Service}', and {string.Join(", and ", definitions.Select(definition => $"task definition '{definition.Family}' has {string.Join(", ", definition.Containers.Select(one => one.Name))}"))}.");

    private static void Check(StepSettings step, OneOffRequest request, OneOffResult result)
    {
        try
        {
            CommandVerdict.Check(request, result);
        }
        catch (RunFailedException failure)
        {
            throw new RunFailedException(ExitCodes.Application, $"{step.Place}: the migration failed, and the service was left as it was. {failure.Message}");
        }
    }

    /// <summary>Into the log, which takes secrets out.</summary>
    private sealed class Lines(ILog log) : IProgress<LogLine>
    {
        public void Report(LogLine value) => log.Information("{0} | {1}", value.Container, value.Message);
    }

    /// <summary>Where a migration runs: in a task like those of a service.</summary>
    /// <param name="Running">The service as it is; null before its first deployment.</param>
    private sealed record TaskPlace(Settings Settings, string Revision, TaskDefinitionDocument Definition, JsonObject? Running, ServiceDefinition? Beside);
}
