using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Commands.Logs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Run;

/// <summary>Runs a command once, where the environment's service runs and as its task definition says, or what one of its schedules runs.</summary>
public sealed class CommandRun(BuildIdentityReader identities, AwsAccess access, LogOutput output, ResultOutput results, ILog log, TimeProvider time)
{
    /// <param name="invocation">With the command; a container that it does not name is left to the task definition and the configuration.</param>
    /// <exception cref="RunFailedException">The command failed (4), was not run (7), or there is no such service or schedule (3) or container (2), or nothing says which of several services (2).</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task RunAsync(Settings settings, Invocation invocation, CancellationToken cancellation)
    {
        var service = (invocation.Get(Options.Schedule) is { } name ? ServiceOf(settings, name) : settings.Service).RequireService().Service;
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(invocation.Get(Options.BuildNumber), cancellation));
        var (request, result) = await access.AskAsync(settings, placeholders, clients => RunAsync(settings, placeholders, clients, invocation, cancellation), cancellation);
        if (results.IsJson) results.Write(CommandRecord.Of(service, request, result), CommandJson.Default.CommandRecord);
        CommandVerdict.Check(request, result);
        log.Information("Ended with exit code 0: {0}", CommandText.Of(request.Command));
    }

    private static ServiceSettings ServiceOf(Settings settings, string schedule) => settings.Services.First(ScheduledRun.Require(settings, schedule).IsOf);

    private async Task<(OneOffRequest Request, OneOffResult Result)> RunAsync(Settings settings, PlaceholderValues placeholders, AwsClients clients, Invocation invocation, CancellationToken cancellation)
    {
        var request = invocation.Get(Options.Schedule) is { } name
            ? await new ScheduledRun(settings, placeholders, clients).RequestAsync(name, cancellation)
            : await RequestAsync(settings, clients, invocation, cancellation);
        request = request with { Tags = CommandTags.Of(settings), Timeout = invocation.Get(Options.Timeout) };
        return (request, await new OneOffTask(clients.Ecs, clients.LogsIn, time, new LoggedProgress(log), output).RunAsync(request, cancellation));
    }

    private static async Task<OneOffRequest> RequestAsync(Settings settings, AwsClients clients, Invocation invocation, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var definition = ServicePlacement.TaskDefinitionOf(service);
        var document = new TaskDefinitionDocument((await clients.Ecs.DescribeTaskDefinitionAsync(definition, cancellation)).Document);
        return new(settings.Service.RequireService().Cluster, definition, CommandContainer.Choose(document, invocation.Get(Options.Container), settings), invocation.Get(Options.Command))
        {
            Placement = ServicePlacement.Of(service),
        };
    }
}
