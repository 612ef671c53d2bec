using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Run;

/// <summary>What a schedule would run now, as EventBridge Scheduler has it.</summary>
internal sealed class ScheduledRun(Settings settings, PlaceholderValues placeholders, AwsClients clients)
{
    /// <exception cref="RunFailedException">The environment has no such schedule; exit code 2.</exception>
    public static ScheduleSettings Require(Settings settings, string name)
    {
        var known = settings.Schedules.ToList();
        return known.Find(schedule => schedule.Name == name) ?? throw new RunFailedException(
            ExitCodes.Configuration, known.Count == 0
                ? $"{Options.Schedule}: environment '{settings.Environment}' has no schedules; they are written in 'deploy.schedules'."
                : $"{Options.Schedule}: environment '{settings.Environment}' has no schedule '{name}'{Suggestion.Phrase(name, known.ConvertAll(schedule => schedule.Name))}");
    }

    /// <exception cref="RunFailedException">There is no such schedule, in slipway.yml (2) or in AWS (3).</exception>
    public async Task<OneOffRequest> RequestAsync(string name, CancellationToken cancellation)
    {
        var schedule = new ScheduledTasks(settings, placeholders).Of(Require(settings, name));
        if (await new ScheduleReader(clients).FindAsync(schedule, cancellation) is not { RunsTasks: true } found)
            throw new RunFailedException(ExitCodes.Prerequisite, $"Schedule '{schedule.ScheduleName}' in group '{schedule.Group}' is not there, or runs no task of ECS. {Options.Target}=Deploy {Options.Environment}={settings.Environment} creates it.");
        var document = new TaskDefinitionDocument((await clients.Ecs.DescribeTaskDefinitionAsync(found.TaskDefinition, cancellation)).Document);
        return ScheduledTask.Of(found, schedule.Cluster, document);
    }
}
