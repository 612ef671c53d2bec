using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
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
    private List<StepSettings> Steps => [.. settings.Migrate.Where(step => step.In == StepLocation.Cluster)];

    private SkipSettings? Skip => settings.Skip.FirstOrDefault(skip => string.Equals(skip.Task, PipelineTasks.Migrate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Checks, before anything is registered, that the task definition has the container of each migration.</summary>
    /// <exception cref="RunFailedException">It lacks one; exit code 2.</exception>
    public void Check(TaskDefinitionDocument definition)
    {
        if (Skip is not null) return;
        foreach (var step in Steps) _ = ContainerOf(step, definition);
    }

    /// <summary>Runs the migrations that are <c>in: cluster</c>, in their order; the first that fails ends it.</summary>
    /// <param name="revision">The ARN of the registered task definition.</param>
    /// <exception cref="RunFailedException">A migration failed, or was not run; exit code 4. The service was not touched.</exception>
    public async Task RunAsync(string revision, CancellationToken cancellation)
    {
        if (Steps is not { Count: > 0 } steps) return;
        if (Skip is { } skip)
        {
            log.Information("{0} is skipped, in the cluster too: environment '{1}' leaves it out ({2}).", PipelineTasks.Migrate, settings.Environment, skip.Place);
            return;
        }

        var definition = new TaskDefinitionDocument((await aws.Ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Document);
        var address = settings.Deploy.RequireService();
        var service = await DeployedService.FindAsync(aws.Ecs, address, cancellation);
        foreach (var step in steps)
        {
            var request = new OneOffRequest(address.Cluster, revision, ContainerOf(step, definition), step.Command)
            {
                // Before the first deployment there is no service to go by.
                Placement = ServicePlacement.For(service, definition, settings.Deploy.LaunchType, EnvironmentNetwork.Of(settings, definition)),
                Tags = CommandTags.Of(settings),
                Timeout = step.Timeout,
            };
            var result = await new OneOffTask(aws.Ecs, aws.LogsIn, time, new LoggedProgress(log), new Lines(log)).RunAsync(request, cancellation);
            Check(step, request, result);
        }
    }

    private string ContainerOf(StepSettings step, TaskDefinitionDocument definition)
    {
        var container = CommandContainer.Of(step.Service, settings);
        return definition.Containers.Any(one => one.Name == container)
            ? container!
            : throw new RunFailedException(
                ExitCodes.Configuration,
                $"{step.Place}: the migration runs in container '{container}' of image '{step.Service}', and task definition '{definition.Family}' has {string.Join(", ", definition.Containers.Select(one => one.Name))}.");
    }

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
}
